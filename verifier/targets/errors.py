"""What is said when a target cannot be used."""

from __future__ import annotations


class TargetError(ValueError):
    """A target or its accounts cannot be used; the text is one line: where, what is wrong, the remedy.

    It holds no value that came from the environment: such a value may be a secret.
    """
