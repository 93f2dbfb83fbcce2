"""The files of a draft: its text, the page objects and steps that it needs, and what `product.py` is told of them."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from verifier import authoring
from verifier.product import Product
from verifier.project import shown
from verifier.recording.draft import Draft, DraftPlace, Sentence, told
from verifier.whole import write_text

PAGES = "pages"
"""The package that has a folder of page objects for each product."""
_RECORDED = '; recorded."""'
"""With this the first line of a recorded module ends."""
_WIDTH = 110
_NAMES = ("page", "next_page", "last_page")


class DraftError(Exception):
    """A draft cannot be written; the text is one line of Russian: where, what is wrong, the remedy."""


@dataclass(frozen=True)
class Files:
    """Where the files of a text go."""

    text: Path
    steps: Path
    pages: Path
    """Of the page objects of one system; of others, files beside it that begin with its name."""
    product: Path
    module: str
    """The module of the page objects; those of several systems have names that begin with it."""

    @classmethod
    def of(cls, product: Product, text: str) -> Files:
        """Return the files of a new text of a product."""
        pages = Path(next(iter(importlib.import_module(PAGES).__path__))) / product.name
        module = text.replace("-", "_")
        return cls(
            product.folder / f"{text}.ru.md",
            product.folder / f"{module}.py",
            pages / f"{module}.py",
            product.folder / "product.py",
            f"{PAGES}.{product.name}.{module}",
        )

    def taken(self) -> Iterator[Path]:
        """Yield those that are there already."""
        yield from (one for one in (self.text, self.steps) if one.exists())
        yield from sorted(self.pages.parent.glob(f"{self.pages.stem}*.py"))

    def by_hand(self) -> Iterator[Path]:
        """Yield those that are there already and no recording has written: they are never written over."""
        is_ours = self.steps.exists() and _is_recorded(self.steps)
        for one in self.taken():
            if not (is_ours if one == self.text else _is_recorded(one)):
                yield one


def write(draft: Draft, files: Files) -> list[Path]:
    """Write a draft whole, `product.py` last, and return what was written. Raises `DraftError` and `OSError`."""
    if not draft.sentences:
        raise DraftError("записывать нечего: в браузере ничего не сделано; повторите запись")
    places = _used(draft)
    of_system: dict[Path, list[DraftPlace]] = {}
    systems = list(dict.fromkeys(one.system for one in places))
    for place in places:
        file = (
            files.pages if len(systems) == 1 else files.pages.with_stem(f"{files.pages.stem}_{place.system}")
        )
        of_system.setdefault(file, []).append(place)
        place.module = f"{PAGES}.{draft.product.name}.{file.stem}"
    contents = {file: _pages(draft, found) for file, found in of_system.items()}
    contents[files.steps] = _steps(draft)
    contents[files.product] = _product(draft, places, files)
    package = files.pages.parent / "__init__.py"
    if of_system and not package.exists():
        contents = {package: f'"""The screens of {draft.product.name}."""', **contents}
    contents = {files.text: _text(draft), **contents}
    for file, text in contents.items():
        file.parent.mkdir(exist_ok=True)
        write_text(file, text.rstrip("\n") + "\n")
    return list(contents)


def check(files: Files) -> None:
    """Raise `DraftError` where `product.py` could not be told of a draft."""
    known = _declared(files.product.read_text(encoding="utf-8"))
    for word in ("texts", "places", "systems"):
        if not isinstance(known.get(word), ast.Tuple):
            raise DraftError(
                f"{shown(files.product)}: {word} — не перечень в скобках; перечислите их в Product(…)"
            )


def _is_recorded(file: Path) -> bool:
    return file.read_text(encoding="utf-8").partition("\n")[0].endswith(_RECORDED)


def _used(draft: Draft) -> list[DraftPlace]:
    """Return the places that some step names and that the product has not."""
    lines = "\n".join(line for one in draft.sentences for line in one.lines)
    return [one for one in draft.places if not one.module and f"walk.on({one.cls})" in lines]


def _text(draft: Draft) -> str:
    title = next((place.title for place in draft.places if place.title), draft.text)
    items = "\n".join(f"{n}. {one.words} {{#{one.id}}}" for n, one in enumerate(draft.sentences, 1))
    return f"# {title}: черновик\n\n## Что сделать {{#{draft.text}}}\n\n{items}\n"


def _pages(draft: Draft, places: Sequence[DraftPlace]) -> str:
    body = "\n\n".join(_place(place) for place in places)
    return "\n".join(
        [
            f'"""What «{draft.text}» goes through{_RECORDED}',
            "",
            "from __future__ import annotations",
            "",
            *(
                ["import re", "from urllib.parse import urlsplit", ""]
                if any(one.pattern for one in places)
                else []
            ),
            _import("verifier.authoring", _named_in(body, ("Place",))),
            *([""] if any(one.pattern for one in places) else []),
            *(f"_{one.cls.upper()} = re.compile({_raw(one.pattern)})" for one in places if one.pattern),
            "",
            body,
        ]
    )


def _import(module: str, names: Iterable[str]) -> str:
    ordered = sorted(set(names), key=lambda one: (not one.isupper(), one[0].islower(), one))
    line = f"from {module} import {', '.join(ordered)}"
    return line if len(line) <= _WIDTH else _in_lines(f"from {module} import (", ordered, ")", "")


def _in_lines(head: str, items: Iterable[str], tail: str, indent: str) -> str:
    return "\n".join([head, *(f"{indent}    {one}," for one in items), f"{indent}{tail}"])


def _named_in(body: str, besides: Iterable[str]) -> set[str]:
    names = {
        one for one in authoring.__all__ if f" {one}(" in body or f", {one})" in body or f", {one}(" in body
    }
    return {*names, *besides}


def _place(place: DraftPlace) -> str:
    called = f"страница „{place.title}“" if place.title else f"страница {place.path or place.pattern}"
    where = called.replace("страница", "на странице", 1)
    path = [f"    path = {told(place.path)}"] if place.path else []
    shows = [
        "",
        "    def shows(self, url: str) -> bool:",
        '        """Say whether a window shows it: its address has numbers of its own."""',
        f"        return self.is_of_system(url) and _{place.cls.upper()}.fullmatch(urlsplit(url).path) is not None",
    ]
    return "\n".join(
        [
            "",
            f"class {place.cls}(Place):",
            f'    """Recorded at {place.path or place.pattern}."""',
            "",
            f"    name = {told(called)}",
            f"    where = {told(where)}",
            f"    system = {told(place.system)}",
            *path,
            *([""] if place.things else []),
            *(folded(f"    {name} = {declared}") for name, declared in place.things.items()),
            *(shows if place.pattern else []),
        ]
    )


def _steps(draft: Draft) -> str:
    person = draft.product.person
    used = [one for one in draft.places if f"walk.on({one.cls})" in "\n".join(_lines(draft))]
    imports = {person.__module__: [person.__name__], "verifier.authoring": ["Walk", "proves"]}
    for place in used:
        imports.setdefault(place.module, []).append(place.cls)
    values = [f"{name} = {told(value)}" for name, value in draft.values.items()]
    return "\n".join(
        [
            f'"""«{draft.text}», step by step{_RECORDED}',
            "",
            "from __future__ import annotations",
            "",
            *(_import(module, names) for module, names in sorted(imports.items())),
            *(["", *values] if values else []),
            *(line for one in draft.sentences for line in _step(one, person.__name__)),
        ]
    )


def _step(sentence: Sentence, person: str) -> list[str]:
    function = sentence.id.replace("-", "_")
    changes = ", changes=True" if sentence.changes else ""
    return [
        "",
        "",
        f"@proves({told(sentence.id)}{changes})",
        f"def {function}(walk: Walk[{person}]) -> None:",
        f'    """{sentence.summary}."""',
        *(folded(f"    {line}") for line in _with_names(sentence.lines)),
    ]


def _with_names(lines: Sequence[str]) -> list[str]:
    """Return lines of code in which a place that is named several times has a name of its own."""
    found = Counter(re.findall(r"walk\.on\(\w+\)", "\n".join(lines)))
    named = dict(zip((one for one, number in found.items() if number > 1), _NAMES, strict=False))
    first = [f"{name} = {place}" for place, name in named.items()]
    for place, name in named.items():
        lines = [line.replace(place, name) for line in lines]
    return [*first, *lines]


def folded(line: str) -> str:
    """Return a line of code, folded at its outermost brackets where it is too long."""
    if len(line) <= _WIDTH or (met := re.match(r"(\s*)(.*?[^(]\()(.*)(\)\s*)$", line)) is None:
        return line
    indent, head, inside, tail = met.groups()
    deeper = f"{indent}    "
    if len(deeper + inside) <= _WIDTH:
        return f"{indent}{head}\n{deeper}{inside}\n{indent}{tail}"
    parts = "".join(f"{folded(deeper + part + ',')}\n" for part in _parts(inside))
    return f"{indent}{head}\n{parts}{indent}{tail}"


def _parts(code: str) -> Iterator[str]:
    """Yield what stands between the outermost commas of code."""
    depth, start, quoted = 0, 0, False
    for at, letter in enumerate(code):
        quoted ^= letter == '"' and code[at - 1 : at] != "\\"
        depth += not quoted and (letter in "([{") - (letter in ")]}")
        if letter == "," and not quoted and not depth:
            yield code[start:at].strip()
            start = at + 1
    if code[start:].strip():
        yield code[start:].strip()


def _lines(draft: Draft) -> Iterator[str]:
    for one in draft.sentences:
        yield from one.lines


def _raw(pattern: str) -> str:
    return f'r"{pattern}"'


def _declared(source: str) -> dict[str | None, ast.expr]:
    """Return the arguments of the product that code declares, by their names."""
    call = next(
        (
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Product"
        ),
        None,
    )
    return {word.arg: word.value for word in call.keywords} if call is not None else {}


def _product(draft: Draft, places: Sequence[DraftPlace], files: Files) -> str:
    """Return `product.py` with the new text, its places and its systems. Raises `DraftError`."""
    source = _without(files.product.read_text(encoding="utf-8"), files.module)
    known = _declared(source)
    new = {
        "texts": [told(files.text.name)],
        "places": [one.cls for one in places],
        "systems": [
            f"System({told(one.name)}, {told(one.title)}, ({told(one.origins[0])},))" for one in draft.systems
        ],
    }
    edits = list[tuple[int, int, str]]()
    for word, items in new.items():
        found = known.get(word)
        there = {ast.unparse(one) for one in found.elts} if isinstance(found, ast.Tuple) else set()
        items = [one for one in items if ast.unparse(ast.parse(one, mode="eval")) not in there]
        if not items:
            continue
        if not isinstance(found, ast.Tuple):
            raise DraftError(
                f"{shown(files.product)}: {word} — не перечень в скобках; впишите в него {', '.join(items)}"
            )
        edits.append(_longer(source, found, items))
    for start, end, text in sorted(edits, reverse=True):
        source = source[:start] + text + source[end:]
    imports: dict[str, list[str]] = {}
    for place in places:
        imports.setdefault(place.module, []).append(place.cls)
    if draft.systems and " System" not in source:
        imports["verifier.authoring"] = ["System"]
    for module, names in imports.items():
        source = _importing(source, module, _import(module, names))
    return source


def _without(source: str, module: str) -> str:
    """Return code without the page objects of some modules that are about to be written anew."""
    for one in reversed(ast.parse(source).body):
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith(module):
            lines = source.splitlines(keepends=True)
            source = "".join([*lines[: one.lineno - 1], *lines[one.end_lineno :]])
            for name in one.names:
                source = re.sub(rf"\b{name.name},\s*|,\s*{name.name}\b|\b{name.name}\b", "", source)
    return source


def _longer(source: str, found: ast.Tuple, items: Sequence[str]) -> tuple[int, int, str]:
    """Return from where to where code is replaced, and by what, so that a tuple in it has some items more."""
    lines = source.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())

    start, end = (
        offset(found.lineno, found.col_offset),
        offset(found.end_lineno or 0, found.end_col_offset or 0),
    )
    first = lines[found.lineno - 1]
    indent = first[: len(first) - len(first.lstrip())]
    if found.lineno != found.end_lineno:  # its items stand in lines of their own, perhaps with comments
        last = found.elts[-1]
        at = offset(last.end_lineno or 0, last.end_col_offset or 0)
        return at, at, "".join(f",\n{indent}    {one}" for one in items)
    every = [*(ast.get_source_segment(source, one) or "" for one in found.elts), *items]
    line = f"({', '.join(every)}{',' if len(every) == 1 else ''})"
    fits = len(first.rstrip()) - (end - start) + len(line) <= _WIDTH
    return start, end, line if fits else _in_lines("(", every, ")", indent)


def _importing(source: str, module: str, line: str) -> str:
    """Return code with one import more, among those that it has at its top."""
    lines = source.splitlines(keepends=True)
    tops = [
        one
        for one in ast.parse(source).body
        if isinstance(one, ast.ImportFrom) and one.module != "__future__"
    ]
    for one in tops:
        if (one.module or "") > module:
            lines.insert(one.lineno - 1, f"{line}\n")
            return "".join(lines)
    at = (tops[-1].end_lineno or 0) if tops else 0
    lines.insert(at, f"{line}\n")
    return "".join(lines)
