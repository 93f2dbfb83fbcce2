"""How tests walk: how long they wait for what never comes, and single steps and controls of a walk."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

from verifier.run.fixtures import NewWalk
from verifier.screen.control import BoundControl
from verifier.screen.finding import Finder
from verifier.walk.steps import Step, registered
from verifier.walk.walk import Walk

__all__ = ["IN_VAIN_S", "NewWalk", "located", "step"]

IN_VAIN_S = 3.0
"""How long a test waits for what never comes; what does come takes the stand a tenth of that on a free machine."""


def step(claim: str) -> Step:
    """Return the step of a sentence about the school chats."""
    return registered("flows.diary_chats")[claim]


def located(walk: Walk[Any], control: BoundControl) -> Locator:
    """Return a control as it is on the page, for a test to tamper with."""
    return Finder(control, [control.label], (), walk.product.opposites).find().locator
