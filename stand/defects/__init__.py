"""The catalogue of defects: what can be wrong with the product, as switches of a running stand.

The stand's own code knows nothing of them. Each makes a certain claim of the instruction untrue. Every module
here that enters defects into the register is read, in alphabetical order.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from stand.defects.catalogue import EXPLORER, KINDS, WALK, Defect, UnknownDefectError, named, registered

__all__ = ["CATALOGUE", "EXPLORER", "KINDS", "ORDERS", "WALK", "Defect", "UnknownDefectError", "named"]

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

CATALOGUE = tuple(one for one in registered() if one.scenario != EXPLORER)
"""The defects that a certain walk has to find."""

ORDERS = tuple(one for one in registered() if one.scenario == EXPLORER)
"""The defects that show only when things are done in a certain order."""
