"""What a variant is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz, process

from stand.defects.patch import Patch
from stand.people import LinkWindow

if TYPE_CHECKING:
    from stand.server import Stand

Change = Callable[["Stand", Patch], None]
Verdict = Literal["holds", "broken", "environment"]


class VariantError(LookupError):
    """No variant bears a name, or two cannot be had together; the text is one line for whoever asked for them."""


@dataclass(frozen=True)
class Variant:
    """A way in which the product may differ from what the stand usually shows.

    `sentence` tells it in Russian. `link_window` is where the diary has to open VK's form for it, None for wherever it
    does. A walk holds with it; where it cannot, `verdict` is what has to be said, of the sentence `claim`.
    `instead_of` names another variant that it cannot be had together with.
    """

    name: str
    sentence: str
    patch: Change
    link_window: LinkWindow | None = None
    verdict: Verdict = "holds"
    claim: str = ""
    instead_of: str = ""

    @contextmanager
    def on(self, stand: Stand) -> Iterator[None]:
        """Let a running stand be so; afterwards it is as it was before."""
        with ExitStack() as stack:
            self.patch(stand, Patch(stand, stack))
            yield


_register: dict[str, Variant] = {}


def variant(
    name: str,
    sentence: str,
    *,
    link_window: LinkWindow | None = None,
    verdict: Verdict = "holds",
    claim: str = "",
    instead_of: str = "",
) -> Callable[[Change], Change]:
    """Enter a change of the stand into the catalogue. Raises `ValueError` when the name is taken."""

    def enter(patch: Change) -> Change:
        if name in _register:
            raise ValueError(f"two variants are called {name}")
        _register[name] = Variant(name, sentence, patch, link_window, verdict, claim, instead_of)
        return patch

    return enter


def registered() -> tuple[Variant, ...]:
    """Return all variants that were entered, in their order."""
    return tuple(_register.values())


def named(name: str) -> Variant:
    """Return the variant of this name. Raises `VariantError`, which names the nearest ones."""
    if name in _register:
        return _register[name]
    near = process.extract(name, list(_register), scorer=fuzz.WRatio, limit=3)
    nearest = ", ".join(found for found, *_ in near)
    raise VariantError(f"нет варианта «{name}»; похожие: {nearest}; все покажет «pytest --variants»")


def chosen(names: Iterable[str]) -> tuple[Variant, ...]:
    """Return the variants of some names, each once. Raises `VariantError`."""
    found = {name: named(name) for name in names}
    for one in found.values():
        if one.instead_of in found:
            raise VariantError(
                f"варианты «{one.instead_of}» и «{one.name}» вместе не бывают; оставьте один из них"
            )
    return tuple(found.values())


@contextmanager
def all_on(stand: Stand, variants: Iterable[Variant]) -> Iterator[None]:
    """Let a running stand have several variants at once."""
    with ExitStack() as stack:
        for one in variants:
            stack.enter_context(one.on(stand))
        yield


def link_window_of(variants: Iterable[Variant]) -> LinkWindow | None:
    """Return where the diary has to open VK's form for some variants; None for wherever it does."""
    return next((one.link_window for one in variants if one.link_window is not None), None)
