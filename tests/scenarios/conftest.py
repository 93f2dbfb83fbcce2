"""Starting states of the scenarios, made without the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from flows.walk import Walk
from stand.server import Stand, Student
from tests.support.on_stand import sign_in, sign_in_to_vk
from tests.support.walks import NewWalk


@pytest.fixture
def signed_in(stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk) -> Walk:
    """A walk that begins on the diary's first page."""
    sign_in(stand, context, stand_student.pupil)
    walk = new_walk(context)
    walk.open(walk.chats_tab)
    return walk


@pytest.fixture
def linked(stand: Stand, stand_student: Student, context: BrowserContext, signed_in: Walk) -> Walk:
    """A walk that begins on the tab «Чаты» of a linked student, with the session at VK ID that linking leaves."""
    stand.link(stand_student.pupil, stand_student.vk)
    sign_in_to_vk(stand, context, stand_student.vk)
    signed_in.choose(signed_in.chats_tab.tab)
    return signed_in
