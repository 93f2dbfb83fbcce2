"""How things of a page are declared: as the product's page objects know them, else as controls, fields and elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from verifier.recording.deeds import FIELDS, Deed
from verifier.recording.draft import Draft, DraftPlace, Thing, told
from verifier.recording.looks import Look
from verifier.recording.outline import Node
from verifier.redaction.pages import Privacy
from verifier.screen.field import Facts
from verifier.screen.place import Place
from verifier.screen.trouble import ROLE_NAMES
from verifier.screen.words import flat
from verifier.text.sentence import UnpairedError, labels

_LONGEST_LABEL = 80
_NUMBERED = re.compile(r"\d")
_COUNTER = re.compile(r"\s*[(\[]?\+?\d+[)\]]?$")
_TWO_NAMES = re.compile(r"\b[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+\b")
"""What reads like somebody's name: the product's own words are seldom written so in Russian."""
_MARKED_UP = re.compile(r"[*_`\[\]<>\\|~&]")
_AFTER_LABEL = " :*"
_BEST_SEEN = ("heading", "alert", "status", "button", "tab", "textbox", "searchbox", "link")
_PLAIN = ("alert", "status", "paragraph", "listitem", "strong", "generic", "cell")


@dataclass(frozen=True)
class Sort:
    """How code and sentences speak of things of some roles: their kind, what one does with them, what they are."""

    kind: str
    roles: tuple[str, ...]
    press: str
    noun: str


_CHOICE = Sort("CHOICE", ("radio", "checkbox", "switch", "option"), "отметь", "выбор")
_ITEM = Sort("MENU_ITEM", ("menuitem", "link", "button", "option"), "выбери", "пункт")
_TEXT = Sort("TEXT", ("text",), "нажми", "надпись")
_SORTS = {
    "button": Sort("BUTTON", ("button", "link"), "нажми кнопку", "кнопка"),
    "link": Sort("BUTTON", ("button", "link"), "нажми ссылку", "ссылка"),
    "tab": Sort("TAB", ("tab", "link", "button"), "открой вкладку", "вкладка"),
    "heading": Sort("HEADING", ("heading",), "нажми", "заголовок"),
    "menuitem": _ITEM,
    "option": _ITEM,
    "radio": _CHOICE,
    "checkbox": _CHOICE,
    "switch": _CHOICE,
}


def sort_of(role: str) -> Sort:
    """Return how things of a role are spoken of."""
    return _SORTS.get(role, _TEXT)


class Declarations:
    """Declares in a draft what a recording has to do with, and knows what may be said of it."""

    def __init__(self, known: Sequence[Place], privacy: Privacy, draft: Draft) -> None:
        self._places = known
        self._privacy = privacy
        self._draft = draft

    def place(self, url: str) -> DraftPlace:
        """Return the place that an address shows: the product's, where it has one just for it, else the draft's own."""
        for place in self._places:
            kind = type(place)
            if (place.path is not None or kind.shows is not Place.shows) and place.shows(url):
                return self._draft.known_place(kind)
        return self._own(url)

    def entitle(self, url: str, words: str) -> None:
        """Call the page at an address by its heading, unless it has a name already."""
        place = self._own(url)
        place.title = place.title or words

    def best(self, nodes: Sequence[Node], look: Look) -> Node | None:
        """Return what of a page is best said to have come: words that anybody may read, and that tell one thing."""
        fit = [one for one in nodes if self._may_be_said(one, look)]
        return next((one for role in _BEST_SEEN for one in fit if one.role == role), fit[0] if fit else None)

    def is_nobodys(self, words: str) -> bool:
        """Say whether words tell nothing of anybody."""
        is_like_a_name = _TWO_NAMES.search(words) is not None and not self._privacy.is_public(words)
        return self._privacy.text(words) == words and not is_like_a_name

    def is_sayable(self, words: str) -> bool:
        """Say whether words are nobody's, and can be quoted in a sentence."""
        if not words or len(words) > _LONGEST_LABEL or _MARKED_UP.search(words) or not self.is_nobodys(words):
            return False
        try:
            return labels(f"«{words}»") == (words,)
        except UnpairedError:
            return False

    def seen(self, node: Node, look: Look) -> tuple[Thing, str]:
        """Declare something that has come; return its words too."""
        words = shown(node, look)
        if (known := self._known(node, look)) is not None:
            return known, words
        place = self._own(look.url)
        if node.role in FIELDS:
            return place.declare(_field(words, Facts("", "", "", "", words)), words, "field"), words
        return self._control(place, look.nodes, node, words), words

    def pressed(self, deed: Deed) -> tuple[Thing, str] | None:
        """Declare what was pressed; return its words too, empty where nobody may read them.

        None where nothing is left that would find it again.
        """
        node, look = deed.node, deed.look
        place = self._own(deed.url)
        words = shown(node, look) if node is not None else ""
        may_say = self.is_sayable(words)
        if node is not None and (known := self._known(node, look)) is not None:
            return known, words if may_say else ""
        nodes = deed.before or (look.nodes if look is not None else ())
        if node is not None and may_say and node.role != "generic":
            roles = sort_of(node.role).roles
            if _count(nodes, roles, node.words) == 1 or _count(nodes, (node.role,), node.words) == 1:
                return self._control(place, nodes, node, words), words
        selector = deed.selector if self.is_nobodys(deed.selector) else deed.css
        if deed.css and selector.startswith("internal:"):
            selector = deed.css
        if not selector:
            return None
        name = f"{sort_of(deed.role).noun} без подписи"
        return place.declare(f"Element({told(name)}, {told(selector)})", "", "pressed"), ""

    def field(self, deed: Deed) -> tuple[Thing, str, bool]:
        """Declare a field; return what it is called too, and whether it shows that."""
        name = self._name(deed)
        is_shown = bool(deed.words) and flat(deed.words).rstrip(_AFTER_LABEL) == name
        if deed.node is not None and (known := self._known(deed.node, deed.look)) is not None:
            return known, name, is_shown
        facts = deed.facts or Facts(name, "", "", "", "")
        facts = Facts(*(one if self.is_nobodys(one) else "" for one in astuple(facts)))
        return self._own(deed.url).declare(_field(name, facts), facts.name or name, "field"), name, is_shown

    def is_element(self, thing: Thing) -> bool:
        """Say whether a thing is known by its markup."""
        if thing.place.module:
            kind = next(type(one) for one in self._places if type(one).__name__ == thing.place.cls)
            return thing.attribute not in kind.controls()
        return thing.place.things[thing.attribute].startswith("Element")

    def _own(self, url: str) -> DraftPlace:
        return self._draft.place(url, self.is_nobodys)

    def _control(self, place: DraftPlace, nodes: Sequence[Node], node: Node, words: str) -> Thing:
        sort = sort_of(node.role)
        kind = sort.kind
        if _count(nodes, sort.roles, node.words) > 1:
            kind = f"Kind({told(ROLE_NAMES[node.role])}, ({told(node.role)},))"  # type: ignore[index]
        return place.declare(f"Control({told(words)}, {kind})", words, node.role)

    def _known(self, node: Node, look: Look | None) -> Thing | None:
        known = look.known.get((node.role, node.name)) if look is not None else None
        return Thing(self._draft.known_place(known[0]), known[1]) if known is not None else None

    def _name(self, deed: Deed) -> str:
        """Return what a field is called, as far as anybody may read that."""
        facts, node = deed.facts, deed.node
        called = [deed.words, facts.label if facts else "", node.name if node else ""]
        called += [facts.placeholder if facts else "", facts.name if facts else ""]
        bare = (flat(one).rstrip(_AFTER_LABEL) for one in called)
        return next((one for one in bare if self.is_sayable(one)), "без подписи")

    def _may_be_said(self, node: Node, look: Look) -> bool:
        if node.role in FIELDS:
            is_sort = node.role != "combobox" and bool(look.words.get(node.name.casefold()))
        else:
            is_sort = node.role in _SORTS or (
                node.role in _PLAIN and bool(node.text) and _is_leaf(node, look.nodes)
            )
        words = bare(node.words)
        if not is_sort or _NUMBERED.search(words) or not self.is_sayable(words):
            return False
        roles = FIELDS if node.role in FIELDS else sort_of(node.role).roles
        return _count(look.nodes, roles, node.words) == 1


def shown(node: Node, look: Look | None) -> str:
    """Return the words that a thing shows, which may be other than those that it has for assistive technology."""
    words = look.words.get(node.words.casefold(), "") if look is not None else ""
    if node.role in FIELDS:
        return (words or node.name).rstrip(_AFTER_LABEL)
    return bare(words or node.words)


def bare(words: str) -> str:
    """Return words without a counter at their end."""
    return _COUNTER.sub("", words)


def _field(name: str, facts: Facts) -> str:
    parts = [told(f"поле „{name}“")]
    words = [one.rstrip(_AFTER_LABEL) for one in (facts.label, facts.placeholder) if one]
    own = [one for one in facts.autocomplete.split() if one not in ("on", "off")]
    for key, values in (
        ("words", words[:1]),
        ("autocomplete", own),
        ("names", [facts.name] if facts.name else []),
        ("types", [] if words or own or facts.name else [facts.type]),
    ):
        if values:
            parts.append(f"{key}=({', '.join(map(told, values))}{',' if len(values) == 1 else ''})")
    if facts.type == "password":
        parts.append("secret=True")
    return f"Field({', '.join(parts)})"


def _count(nodes: Sequence[Node], roles: Sequence[str], words: str) -> int:
    wanted = bare(words).casefold()
    if "text" in roles:
        return sum(wanted in (one.name.casefold(), one.text.casefold()) for one in nodes)
    return sum(one.role in roles and bare(one.words).casefold() == wanted for one in nodes)


def _is_leaf(node: Node, nodes: Sequence[Node]) -> bool:
    at = nodes.index(node)
    return at + 1 == len(nodes) or nodes[at + 1].depth <= node.depth
