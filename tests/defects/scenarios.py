"""The scenarios that show defects which the documented walk does not meet, under the names that the catalogue has."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Mapping

import pytest

from flows.diary_chats.student import StudentWalk
from stand.defects import WALK
from stand.people import SecondStep
from tests.scenarios import test_edges_comfort as comfort
from tests.scenarios import test_edges_form as form
from tests.scenarios import test_edges_linking as linking
from tests.scenarios import test_edges_login as login
from tests.scenarios import test_edges_messenger as messenger
from tests.scenarios import test_edges_windows as windows
from tests.scenarios import test_safety as safety
from verifier.walk.journal import Entry
from verifier.walk.walk import Walk, WalkFailed

Scenario = Callable[..., None]


def documented_walk(walk: StudentWalk) -> None:
    """The documented walk, whole."""
    walk.take()


SCENARIOS: Mapping[str, Scenario] = {
    WALK: documented_walk,
    "wrong diary password": login.test_wrong_diary_password_does_not_open_the_diary,
    "wrong VK password": form.test_wrong_vk_password_does_not_link,
    "cancel at VK": linking.test_cancel_at_vk_leaves_the_account_unlinked_and_linking_possible,
    "VK account of another pupil": form.test_vk_account_of_another_pupil_is_refused,
    "account that is asked for a code": form.test_account_that_is_asked_for_a_code_can_be_linked,
    "link lasts": linking.test_link_survives_reload_new_login_and_shows_in_a_second_window,
    "unlink in another window": windows.test_unlink_in_another_window_shows_here_after_a_reload,
    "second student in the same browser": login.test_second_student_in_the_same_browser_sees_nothing_of_the_first,
    "log out": safety.test_log_out_ends_the_session,
    "login with a foreign address": safety.test_login_leads_to_no_foreign_address,
    "answer of somebody else's trip": safety.test_answer_of_somebody_elses_trip_links_nothing,
    "code of somebody else's trip": safety.test_code_of_somebody_elses_trip_links_nothing,
    "answer used twice": safety.test_answer_that_was_used_links_nothing_again,
    "foreign return address": safety.test_form_of_vk_opens_for_no_foreign_return_address,
    "chats of the account": safety.test_messenger_shows_the_chats_of_the_account_and_no_others,
    "double click on create": messenger.test_double_click_makes_one_chat,
    "new chat by keyboard": comfort.test_keyboard_alone_makes_a_chat,
    "unlink beside another pupil": safety.test_unlinking_leaves_the_links_of_others,
    "another account after unlinking": safety.test_another_account_can_be_linked_after_unlinking,
}


def second_step_of(scenario: str) -> SecondStep:
    """Return how VK ID makes sure of the student in a scenario."""
    return "code" if scenario == "account that is asked for a code" else "password"


def play(scenario: str, request: pytest.FixtureRequest) -> list[Entry]:
    """Play a scenario with the fixtures that it asks for, and return what its walk came to say."""
    act = SCENARIOS[scenario]
    given = {name: request.getfixturevalue(name) for name in inspect.signature(act).parameters}
    walk = next(one for one in given.values() if isinstance(one, Walk))
    with contextlib.suppress(WalkFailed):
        act(**given)
    return walk.journal.entries
