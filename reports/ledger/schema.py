"""The JSON Schema of `ledger.json`, made of the classes that describe it.

`schema.json`, beside this module, is what is published; `python -m reports.ledger.schema` writes it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from reports.ledger.model import FORMAT, Ledger
from verifier.whole import write_text

FILE = Path(__file__).with_name("schema.json")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a ledger of the present format."""
    made = TypeAdapter(Ledger).json_schema()
    made["properties"]["format"] = {"const": FORMAT}
    for one in (made, *made["$defs"].values()):
        one["additionalProperties"] = False
    return made


if __name__ == "__main__":
    write_text(FILE, json.dumps(schema(), ensure_ascii=False, indent=2) + "\n")
