"""Whoever goes along with a walk: may leave sentences out, have one taken again, and look at what is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.walk.journal import Entry
from verifier.walk.steps import Step

if TYPE_CHECKING:
    from verifier.walk.walk import Walk


class Companion:
    """Goes along and leaves the walk alone; others override what they need.

    `look_only` is why a walk in this company may change nothing; empty where it may.
    """

    look_only = ""

    def leaves_out(self, step: Step) -> str:  # noqa: ARG002
        """Say why a step is no part of what is to be walked; empty for one that is."""
        return ""

    def refuses(self, walk: Walk[Any], step: Step, entry: Entry) -> str:  # noqa: ARG002
        """Say why a step that is about to be taken is left out after all; empty for one that is not."""
        return ""

    def goes_back(self) -> bool:
        """Say, once, that the step before is to be taken again in the place of this one, and its entry forgotten."""
        return False

    def only_prepares(self, step: Step) -> str:  # noqa: ARG002
        """Say why a step that is taken and holds is not to count: it serves those after it; empty for one that does."""
        return ""

    def is_quiet(self, step: Step, entry: Entry) -> bool:  # noqa: ARG002
        """Say whether nobody has to be told at once what has become of a step."""
        return False

    def repeats(self, walk: Walk[Any], step: Step, entry: Entry) -> str:  # noqa: ARG002
        """Say, after a step has come to its verdict, why it is taken again, and that verdict forgotten; else nothing.

        Its new entry notes that.
        """
        return ""

    def turns_over(self, walk: Walk[Any]) -> None:
        """Take note, before the visitor presses or opens something, that what is on the screen may go away."""

    def ends(self, walk: Walk[Any]) -> None:
        """Take note that the last step has ended, before the walk is judged; may raise what ends the run."""
