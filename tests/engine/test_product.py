"""A product that is declared wrong is told in one line, before anything of it is walked."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.made_up import NOTES
from verifier import product as products
from verifier.accounts.person import Person
from verifier.product import RESERVED, Product, ProductError
from verifier.run import settings
from verifier.run.choice import Choice
from verifier.screen.place import Place
from verifier.screen.sites import System
from verifier.targets import TargetError
from verifier.targets.model import SiteTarget, StandTarget


@dataclass(frozen=True)
class Nobody(Person):
    """Somebody whom nothing tells from others."""


class Nowhere(Place):
    """A place that no phrase can end with."""

    name = "нигде"
    system = "notes"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"systems": ()}, "systems пуст"),
        ({"systems": (System("proxy", "прокси", ("https://x.example",)),)}, "не может называться «proxy»"),
        ({"systems": (System("other", "другая", ("https://x.example",)),)}, "Board — место системы «notes»"),
        ({"places": (Nowhere,)}, "у места Nowhere не задано where; допишите"),
        ({"person": Nobody}, "у Nobody нет поля с unique=True"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(wrong: dict[str, Any], said: str) -> None:
    product: Product = dataclasses.replace(NOTES, **wrong)
    with pytest.raises(ProductError, match=said) as caught:
        products._check(product)
    assert str(caught.value).startswith("flows/made_up/product.py: ")
    assert "\n" not in str(caught.value)


def test_a_product_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(ProductError, match=r"нет продукта «nobody»; есть .*diary_chats"):
        products.load("nobody")


def test_no_system_can_take_the_name_of_a_field() -> None:
    assert {*SiteTarget.model_fields, *StandTarget.model_fields} == RESERVED


def test_a_stand_of_a_product_that_has_none_is_told_before_anything_starts() -> None:
    target = StandTarget(kind="stand", product="made_up")
    target.belongs_to(dataclasses.replace(NOTES, stand=None))
    with pytest.raises(
        TargetError, match="цель here: у продукта made_up нет стенда; возьмите цель вида site"
    ):
        settings.stand_of(Choice("here", target, (), {}))
