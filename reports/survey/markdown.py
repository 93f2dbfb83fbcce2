"""A survey as Markdown, for a pull request or a message."""

from __future__ import annotations

from reports.survey.changes import Changes
from reports.survey.words import SIGNS, STANDINGS, facts, headline, located, numbered, repairs, sighted
from reports.words import period
from verifier.walk.survey import Survey, Thing


def render(survey: Survey, since: Changes, pictures: str) -> str:
    """Return the survey; `pictures` is the folder of its pictures, beside the file."""
    when = period(survey.started, survey.started, survey.timezone)
    lines = [f"# Осмотр: {survey.product}", ""]
    lines += [f"{survey.target_title or survey.target}, {when}, {survey.browser}", "", headline(survey), ""]
    lines += ["## Что изменилось с прошлого осмотра", ""]
    if since.why_not:
        lines += [f"{since.why_not[0].upper()}{since.why_not[1:]}.", ""]
    else:
        lines += [*(f"- {_plain(one)}" for one in since.told or ("ничего",)), ""]
    if found := repairs(survey):
        lines += ["## Что вписать в страницы", ""]
        for place, thing in found:
            lines += [f"`{place.file}`, {_plain(thing.called)}, {STANDINGS[thing.standing]}:", ""]
            lines += ["```python", thing.line, "```", ""]
    for place in survey.places:
        lines += [f"## {_plain(place.name)} (`{place.cls}`, `{place.file}`)", ""]
        if not place.screens:
            lines += [f"Не осмотрено: {_plain(place.unreached)}.", ""]
        for number, screen in enumerate(place.screens, 1):
            if screen.picture is not None:
                lines += [f"![{_plain(place.name)}, экран {number}]({pictures}/{screen.picture})", ""]
            lines += [f"Экран {number}: {_plain(screen.when)}, {_plain(screen.url)}", ""]
        for number, thing in numbered(place.things) if place.screens else ():
            lines += _thing(number, thing)
        lines.append("")
    if survey.notes:
        lines += ["## Заметки по дороге", "", *(f"- {_plain(one)}" for one in survey.notes)]
    return "\n".join(lines).rstrip() + "\n"


def _thing(number: int, thing: Thing) -> list[str]:
    told = "; ".join(facts(thing))
    lines = [
        f"- {SIGNS[thing.standing]} {number}. {_plain(thing.called)} (`{thing.attribute}`): "
        f"{STANDINGS[thing.standing]}; {_plain(told)}"
    ]
    if thing.seen is not None:
        lines.append(f"  - {_plain(sighted(thing.seen))}: `{located(thing.seen)}`")
    lines += [f"  - вместо него: {_plain(sighted(one))}: `{located(one)}`" for one in thing.instead]
    return lines


def _plain(text: str) -> str:
    """Return a page's words so that they stay words in Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)
