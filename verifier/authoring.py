"""What the authors of a product need of the engine, in one place: for its page objects, its steps and its
`product.py`.

Page objects declare *places*, each with *controls* (a role and words), *elements* (markup, the last resort) and
checks of their own that wait. A *step* proves one sentence: `@proves("press-link")`, then a few lines that have a
`Walk` do and see what the sentence says. A `Product` hands all of it to the engine. `docs/write-an-instruction.md`
goes through it.
"""

from __future__ import annotations

from verifier.accounts.person import Codes, Person, one_time_codes, variable
from verifier.accounts.state import State
from verifier.product import LocalStand, Newcomer, Product, StandMaker
from verifier.redaction.words import Name, names_in
from verifier.screen.control import (
    BUTTON,
    CHOICE,
    HEADING,
    MENU_ITEM,
    TAB,
    TEXT,
    BoundControl,
    Control,
    Kind,
)
from verifier.screen.element import BoundElement, Element
from verifier.screen.field import BoundField, Field, fields_on
from verifier.screen.finding import SHARE_BEFORE_LIKENESS
from verifier.screen.frames import Surface
from verifier.screen.interruptions import Interruption
from verifier.screen.measuring import measure
from verifier.screen.obstacles import Obstacle, complaints_on
from verifier.screen.place import Place
from verifier.screen.sites import System
from verifier.screen.trouble import Mismatch, Unavailable
from verifier.screen.waiting import appears, disappears
from verifier.walk.steps import proves
from verifier.walk.visitor import Visitor
from verifier.walk.walk import Walk

__all__ = [
    "BUTTON",
    "CHOICE",
    "HEADING",
    "MENU_ITEM",
    "SHARE_BEFORE_LIKENESS",
    "TAB",
    "TEXT",
    "BoundControl",
    "BoundElement",
    "BoundField",
    "Codes",
    "Control",
    "Element",
    "Field",
    "Interruption",
    "Kind",
    "LocalStand",
    "Mismatch",
    "Name",
    "Newcomer",
    "Obstacle",
    "Person",
    "Place",
    "Product",
    "StandMaker",
    "State",
    "Surface",
    "System",
    "Unavailable",
    "Visitor",
    "Walk",
    "appears",
    "complaints_on",
    "disappears",
    "fields_on",
    "measure",
    "names_in",
    "one_time_codes",
    "proves",
    "variable",
]
