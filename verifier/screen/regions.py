"""The regions of a page whose words are people's own, and what in them is the product's."""

from __future__ import annotations

from typing import NamedTuple


class Regions(NamedTuple):
    """CSS of the regions of a page that are private, and of the parts of them that are not."""

    private: tuple[str, ...] = ()
    public: tuple[str, ...] = ()

    @property
    def selectors(self) -> list[str]:
        """Both as `isPrivate` in `asking.js` takes them."""
        return [", ".join(self.private), ", ".join(self.public)]
