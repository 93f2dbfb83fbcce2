"""Whoever is before the browser: all that such a person does and checks, with or without a proof to give."""

from __future__ import annotations

from verifier.walk.checks import Checks
from verifier.walk.unusual import UnusualActions
from verifier.walk.visit import P


class Visitor(Checks[P], UnusualActions[P]):
    """One person in one browser context."""
