"""Where a walk may only look: which steps it leaves out, and that it asks the product no more than it has to."""

from __future__ import annotations

import pytest

from flows.diary_chats.product import PRODUCT
from verifier.accounts.state import State
from verifier.screen.trouble import Mismatch
from verifier.text.reading import read
from verifier.walk.look_only import LookOnly
from verifier.walk.steps import Step, registered

TEXT = read(PRODUCT.folder / PRODUCT.texts[0])
STEPS: dict[str, Step] = {claim.id: registered(PRODUCT.package)[claim.id] for claim in TEXT.claims}
WHY = "цель production — только просмотр"


def look_only() -> LookOnly:
    return LookOnly(WHY, PRODUCT)


def taken(state: str) -> list[str]:
    spared = look_only()
    return [claim for claim, step in STEPS.items() if not spared.reason(step, lambda _: state)]


@pytest.mark.parametrize("state", ["linked", "unlinked"])
def test_nothing_that_changes_an_account_is_taken(state: str) -> None:
    assert not [claim for claim in taken(state) if STEPS[claim].changes]
    assert {"press-continue", "create-chat", "press-unlink", "relinked"}.isdisjoint(taken(state))
    assert {"login-page", "signed-in", "chats-tab"} <= set(taken(state))


def test_a_step_is_taken_in_the_state_that_its_sentence_is_about() -> None:
    assert {"press-link", "vk-form"} == set(taken("unlinked")) - set(taken("linked"))
    assert {"linked-buttons", "chats-open"} < set(taken("linked")) - set(taken("unlinked"))


def test_the_reason_names_target_and_state() -> None:
    spared = look_only()
    assert spared.reason(STEPS["press-unlink"], lambda _: "linked").startswith(f"{WHY}, а этот шаг меняет")
    assert spared.reason(STEPS["press-link"], lambda _: "linked") == f"{WHY}, а сейчас аккаунт VK привязан"
    assert look_only().reason(STEPS["chats-open"], lambda _: "unlinked").endswith("VK не привязан")


def test_the_product_is_asked_once_and_only_where_it_matters() -> None:
    spared, asked = look_only(), list[bool]()

    def glance(_: State) -> str:
        asked.append(True)
        return "linked"

    for claim in ("login-page", "press-continue", "press-link", "vk-form", "chats-open"):
        spared.reason(STEPS[claim], glance)
    assert len(asked) == 1


def test_where_the_product_does_not_tell_the_step_finds_out() -> None:
    def glance(_: State) -> str:
        raise Mismatch("видно, привязан ли аккаунт", "ничего не видно")

    assert look_only().reason(STEPS["press-link"], glance) == ""
