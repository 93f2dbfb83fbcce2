"""The JSON Schema of a journal, made of the classes that write it.

`journal.schema.json`, beside this module, is what is published; `python -m verifier.walk.schema` writes it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from verifier.walk.journal import FORMAT, Journal
from verifier.whole import write_text

FILE = Path(__file__).with_name("journal.schema.json")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a journal of the present format."""
    made = TypeAdapter(Journal).json_schema(mode="serialization")
    properties: dict[str, Any] = made["properties"]
    del properties["folder"]  # where a journal lies is not written into it
    properties["format"] = {"const": FORMAT}
    made["description"] = made["description"].partition("\n")[0]
    for one in (made, *made["$defs"].values()):
        if one.get("type") == "object":
            one["required"] = list(one["properties"])
            one["additionalProperties"] = False
    return made


if __name__ == "__main__":
    write_text(FILE, json.dumps(schema(), ensure_ascii=False, indent=2) + "\n")
