"""Makes a sentence and its step of what was done and of what has come of it."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.recording.declaring import Declarations, sort_of
from verifier.recording.deeds import FIELDS, SUFFICIENT, Deed, Outcome
from verifier.recording.draft import Draft, DraftPlace, Sentence, Thing, told
from verifier.recording.values import Value, Values
from verifier.redaction.pages import Privacy

KEYS = {"Enter": "Enter", "Escape": "Esc"}
"""The keys that are recorded, and what a sentence calls them."""


class Telling:
    """The parts of one sentence and of its step."""

    def __init__(self, draft: Draft, declarations: Declarations, values: Values, privacy: Privacy) -> None:
        self._draft = draft
        self._declarations = declarations
        self._values = values
        self._privacy = privacy
        self._fields: list[str] = []
        self._said = ""
        self._comes = ""
        self._summary = ""
        self._lines: list[str] = []
        self._id: list[str] = []
        self._changes = False

    def of(self, deeds: Sequence[Deed]) -> Sentence | None:
        """Return the sentence of some fields that were filled in and of what was done after that, or of one deed.

        None where it cannot be told without telling something private; the draft's remarks say so.
        """
        last = deeds[-1]
        done = {"open": self._open, "close": self._close, "select": self._select}.get(last.kind, self._fill)
        if not done(deeds):
            return None
        if last.kind != "fill":
            self._see(last, last.outcome)
        words = " и ".join(filter(None, (_fields(self._fields), self._said)))
        words = words[0].upper() + words[1:] + (f" — {self._comes}" if self._comes else "")
        words += "" if words.endswith((".»", "!»", "?»")) else "."
        return Sentence(self._draft.new_id(*self._id), words, self._summary, self._lines, self._changes)

    def _open(self, deeds: Sequence[Deed]) -> bool:
        deed = deeds[-1]
        address = self._draft.sites.documented(deed.value)
        if self._privacy.text(address) != address:
            self._draft.remark("адрес, в котором есть личное, не записан; начните с другого")
            return False
        place = self._declarations.place(deed.outcome.look.url if deed.outcome is not None else deed.value)
        if not place.path and not place.module:
            self._draft.remark(f"{place.cls}: в адресе есть числа; задайте path, чтобы шаг знал, что открыть")
        self._say(f"открой {address}", "Open the address", "open", place.path)
        self._lines.append(f"walk.open({_on(place)})")
        return True

    def _close(self, deeds: Sequence[Deed]) -> bool:
        place = self._declarations.place(deeds[-1].url)
        # Of what closes its own window at once Playwright's recorder tells nothing.
        self._draft.remark(
            f"предложение {len(self._draft.sentences) + 1}: окно закрылось; если его закрыла кнопка на странице, "
            "впишите её вместо «закрой это окно», а в шаг — нажатие вместо walk.close"
        )
        self._say("закрой это окно", "Close the window", "close")
        self._lines += [f"walk.close({_on(place)})", f"walk.left({_on(place)})"]
        return True

    def _select(self, deeds: Sequence[Deed]) -> bool:
        thing, value = self._enter(deeds[-1])
        self._say(
            f"выбери нужное в списке {self._fields.pop()}", "Choose from the list", "select", thing.attribute
        )
        self._lines += [
            f"walk.see({_ref(thing)})",
            f"{_ref(thing)}.find().select_option({value.code}, timeout=walk.windows.patience_ms)",
        ]
        self._changes = True
        return True

    def _fill(self, deeds: Sequence[Deed]) -> bool:
        fills, last = [one for one in deeds if one.kind == "fill"], deeds[-1]
        filled = [self._enter(one) for one in fills]
        if filled:
            self._summary = "Fill in the form"
            self._id.append("fill")
        is_of_account = any(value.is_of_account for _, value in filled)
        if filled and last.kind == "press":
            if (pressed := self._pressed(last)) is None:
                return False
            if self._declarations.is_element(pressed):
                self._lines.append(f"walk.see({_ref(pressed)})")  # nothing else reads its words
            fields = ", ".join(f"{_ref(one)}: {value.code}" for one, value in filled)
            self._lines.append(f"walk.fill_in({{{fields}}}, then={_ref(pressed)})")
            self._changes = not is_of_account
            return True
        for one, value in filled:
            self._lines += [f"walk.see({_ref(one)})", f"walk.enter({_ref(one)}, {value.code})"]
        if last.kind == "key":
            self._say(f"нажми {KEYS[last.value]}", self._summary or "Press the key", "key", last.value)
            self._lines.append(f"walk.key({told(last.value)})")
            self._changes = not is_of_account
        elif last.kind != "fill":
            return self._press(last)
        return True

    def _press(self, deed: Deed) -> bool:
        if (pressed := self._pressed(deed)) is None:
            return False
        if self._declarations.is_element(pressed):
            self._lines += [f"walk.see({_ref(pressed)})", f"walk.click({_ref(pressed)})"]
        else:
            self._lines.append(f"walk.{'choose' if deed.role == 'tab' else 'press'}({_ref(pressed)})")
        self._changes = deed.role not in ("link", "tab")
        return True

    def _pressed(self, deed: Deed) -> Thing | None:
        """Declare what was pressed, and say so; None where nothing is left that would find it again."""
        found = self._declarations.pressed(deed)
        if found is None:
            number = len(self._draft.sentences)
            self._draft.remark(
                f"после предложения {number}: нажатое не найти, не назвав личного; допишите предложение и шаг"
            )
            return None
        thing, words = found
        press = "сними отметку" if deed.kind == "untick" else sort_of(deed.role).press
        said = f"{press} «{words}»" if words else f"{press.split()[0]} то, что нужно"
        self._say(said, self._summary or "Press it", *(() if self._fields else ("press",)), words)
        return thing

    def _enter(self, deed: Deed) -> tuple[Thing, Value]:
        """Declare a field, and note what it is called; return how a step gets what is entered."""
        thing, name, is_shown = self._declarations.field(deed)
        self._fields.append(f"«{name}»" if is_shown else f"„{name}“")
        return thing, self._values.of(deed.value, deed.facts, name)

    def _see(self, deed: Deed, outcome: Outcome | None) -> None:
        if outcome is None and deed.kind in SUFFICIENT:
            return
        if outcome is None:
            self._draft.remark(
                f"предложение {len(self._draft.sentences) + 1}: что после него изменилось, не видно; допишите, что "
                "должно произойти"
            )
            return
        if outcome.closed and deed.kind != "close":
            self._lines.append(f"walk.left({_on(self._declarations.place(deed.url))})")
        place, thing, words = self._declarations.place(outcome.look.url), None, ""
        if outcome.node is not None:
            thing, words = self._declarations.seen(outcome.node, outcome.look)
        self._lines.append(f"walk.see({_ref(thing)})" if thing is not None else f"walk.at({_on(place)})")
        role = outcome.node.role if outcome.node is not None else ""
        noun = "поле" if role in FIELDS else sort_of(role).noun
        self._comes = _what_comes(outcome, f"{noun} «{words}»" if words else "")
        self._summary += "; something new is there"

    def _say(self, said: str, summary: str, *about: str) -> None:
        self._said = said
        self._summary = summary or self._summary
        self._id += about


def _fields(names: Sequence[str]) -> str:
    if len(names) < 2:
        return f"заполни поле {names[0]}" if names else ""
    return f"заполни поля {', '.join(names[:-1])} и {names[-1]}"


def _what_comes(outcome: Outcome, thing: str) -> str:
    if outcome.closed:
        return f"окно закроется, а в прежнем будет {thing}" if thing else "окно закроется"
    if outcome.opened:
        return f"откроется новое окно, в нём {thing}" if thing else "откроется новое окно"
    if outcome.moved:
        return f"откроется страница, на ней {thing}" if thing else "откроется другая страница"
    return f"появится {thing}"


def _on(place: DraftPlace) -> str:
    return f"walk.on({place.cls})"


def _ref(thing: Thing) -> str:
    return f"{_on(thing.place)}.{thing.attribute}"
