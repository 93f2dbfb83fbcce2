"""Where a walk may only look: which steps it leaves out, and that it asks the diary no more than it has to."""

from __future__ import annotations

import pytest

from flows.diary_chats.documented import DOCUMENTED
from verifier.screen.trouble import Mismatch
from verifier.walk.look_only import Sparing
from verifier.walk.steps import Linked, Step

STEPS: dict[str, Step] = {step.claim: step for flow in DOCUMENTED for step in flow.steps}
WHY = "цель production — только просмотр"


def taken(state: Linked) -> list[str]:
    sparing = Sparing(WHY)
    return [claim for claim, step in STEPS.items() if not sparing.reason(step, lambda: state == "linked")]


@pytest.mark.parametrize("state", ["linked", "unlinked"])
def test_nothing_that_changes_an_account_is_taken(state: Linked) -> None:
    assert not [claim for claim in taken(state) if STEPS[claim].changes]
    assert {"press-continue", "create-chat", "press-unlink", "relinked"}.isdisjoint(taken(state))
    assert {"login-page", "signed-in", "chats-tab"} <= set(taken(state))


def test_a_step_is_taken_in_the_state_that_its_sentence_is_about() -> None:
    assert {"press-link", "vk-form"} == set(taken("unlinked")) - set(taken("linked"))
    assert {"linked-buttons", "chats-open"} < set(taken("linked")) - set(taken("unlinked"))


def test_the_reason_names_target_and_state() -> None:
    sparing = Sparing(WHY)
    assert sparing.reason(STEPS["press-unlink"], lambda: True).startswith(f"{WHY}, а этот шаг меняет")
    assert (
        sparing.reason(STEPS["press-link"], lambda: True) == f"{WHY}, а аккаунт VK в дневнике сейчас привязан"
    )
    other = Sparing(WHY)
    assert other.reason(STEPS["chats-open"], lambda: False).endswith("сейчас не привязан")


def test_the_diary_is_asked_once_and_only_where_it_matters() -> None:
    sparing, asked = Sparing(WHY), list[bool]()

    def is_linked() -> bool:
        asked.append(True)
        return True

    for claim in ("login-page", "press-continue", "press-link", "vk-form", "chats-open"):
        sparing.reason(STEPS[claim], is_linked)
    assert len(asked) == 1


def test_where_the_diary_does_not_tell_the_step_finds_out() -> None:
    def is_linked() -> bool:
        raise Mismatch("видно, привязан ли аккаунт", "ничего не видно")

    assert Sparing(WHY).reason(STEPS["press-link"], is_linked) == ""
