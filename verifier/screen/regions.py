"""The regions of a page whose words are people's own, and what in them is the product's."""

from __future__ import annotations

from typing import NamedTuple


class Regions(NamedTuple):
    """CSS of the regions of a page that are private, and of the parts of them that are not."""

    private: tuple[str, ...] = ()
    public: tuple[str, ...] = ()

    @property
    def selectors(self) -> list[str]:
        """Both as `IS_PRIVATE` takes them."""
        return [", ".join(self.private), ", ".join(self.public)]


IS_PRIVATE = """(element, [privateRegions, publicParts]) => {
  const region = privateRegions ? element.closest(privateRegions) : null;
  const part = region && publicParts ? element.closest(publicParts) : null;
  // A region within a public part is private again: what is nearest to the element decides.
  return region !== null && !(part && part !== region && region.contains(part));
}"""
"""JavaScript that says whether what stands in an element is private."""
