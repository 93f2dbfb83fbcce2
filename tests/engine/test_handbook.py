"""docs/write-an-instruction.md tells of everything that authors have, and of nothing that they have not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from tests.support import handbook
from verifier import authoring
from verifier.accounts.state import State
from verifier.product import LocalStand, Product, StandMaker
from verifier.screen.place import Place
from verifier.screen.sites import System
from verifier.walk.walk import Walk

KINDS = {name for name, value in vars(authoring).items() if isinstance(value, authoring.Kind)}


def told(heading: str) -> set[str]:
    """Return the names that stand as code under a heading: of calls, fields and attributes."""
    code = re.findall(r"`([^`\n]+)`", handbook.part(heading))
    return {name for one in code for name in re.findall(r"\w+", one)}


def public(kind: type[Any]) -> Iterator[str]:
    for base in kind.__mro__:
        yield from (name for name, value in vars(base).items() if name[0] != "_" and callable(value))


def test_each_action_and_check_is_told() -> None:
    untold = {*public(Walk)} - told("## A step") - told("## A scenario") - told("## The product")
    for_the_engine = {"note_product", "take_steps", "is_shown", "finder", "regions", "wordings_of"}
    assert untold <= for_the_engine


def test_each_action_that_is_told_is_there() -> None:
    tables = "\n".join(line for line in handbook.part("## A step").splitlines() if line.startswith("| `"))
    called = set(re.findall(r"`(?:with )?(?:walk\.)?(\w+)\(", tables))
    assert called - {*public(Walk)} == set()
    assert len(called) > 30


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("## The product", Product),
        ("## The product", System),
        ("## The product", State),
    ],
)
def test_each_field_is_told(heading: str, kind: type[Any]) -> None:
    assert {one.name for one in fields(kind)} - told(heading) <= {"name", "begin"}


@pytest.mark.parametrize("kind", [LocalStand, StandMaker])
def test_each_part_of_a_stand_is_told(kind: type[Any]) -> None:
    parts = {name for name in vars(kind) if name[0] != "_"}
    assert parts - told("## A stand, or none") == set()


def test_each_kind_of_control_and_each_attribute_of_a_place_is_told() -> None:
    page = told("## A page object")
    assert KINDS - page == set()
    assert set(Place.__annotations__) - page == set()


def test_everything_that_authors_import_stands_in_the_authors_module() -> None:
    imported = re.findall(r"^from verifier\.(\S+) import (.+)$", "".join(handbook.example().values()), re.M)
    assert {module for module, _ in imported} == {"authoring", "run.choice", "run.fixtures"}
    names = {name.strip() for module, line in imported if module == "authoring" for name in line.split(",")}
    assert names <= set(authoring.__all__)


def test_each_file_of_the_example_stands_where_its_readers_expect_it(tmp_path: Path) -> None:
    handbook.lay_down(tmp_path)
    assert {"flows/city_library/renew.ru.md", "conftest.py", "pytest.ini", "targets.toml"} < set(
        handbook.example()
    )
    for folder in ("flows", "flows/city_library", "pages", "pages/city_library"):
        assert (tmp_path / folder / "__init__.py").read_text(encoding="utf-8").startswith('"""')
