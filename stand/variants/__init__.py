"""The catalogue of variants: how the product may be other than usual and right all the same, as switches of a stand.

The stand's own code knows nothing of them. None makes a claim of the instruction untrue. Every module here that
enters variants into the register is read, in alphabetical order.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from stand.variants.catalogue import Variant, VariantError, chosen, named, registered

__all__ = ["VARIANTS", "Variant", "VariantError", "chosen", "named"]

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

VARIANTS = registered()
"""All variants."""
