"""What the page and the Markdown of a survey say alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reports.words import plural
from verifier.walk.survey import Sighting, Standing, Survey, SurveyedPlace, Thing

STANDINGS: Mapping[Standing, str] = {
    "missing": "нет, а нужно",
    "reworded": "под другими словами",
    "found": "нашлось",
    "unmet": "не встретилось",
}
"""How a thing stands, what has to be done first."""

SIGNS: Mapping[Standing, str] = {"missing": "✗", "reworded": "≠", "found": "✓", "unmet": "·"}
COLOURS: Mapping[Standing, str] = {
    "missing": "#b3261e",
    "reworded": "#8a5a00",
    "found": "#0b5d66",
    "unmet": "#6b3fa0",
}


def headline(survey: Survey) -> str:
    """Return the outcome in one line."""
    counted = Counter(thing.standing for place in survey.places for thing in place.things)
    seen = sum(bool(place.screens) for place in survey.places)
    told = [f"{words}: {counted[name]}" for name, words in STANDINGS.items() if counted[name]]
    return f"Осмотрено мест: {seen} из {len(survey.places)}; {'; '.join(told)}"


def repairs(survey: Survey) -> list[tuple[SurveyedPlace, Thing]]:
    """Return the things for which there is a line to put into a page object, those that are needed first."""
    order = list(STANDINGS)
    found = [(place, thing) for place in survey.places for thing in place.things if thing.line]
    return sorted(found, key=lambda pair: order.index(pair[1].standing))


def numbered(things: Sequence[Thing]) -> list[tuple[int, Thing]]:
    """Return things with the numbers that they have on pictures, what has to be done first."""
    order = list(STANDINGS)
    return sorted(enumerate(things, 1), key=lambda pair: order.index(pair[1].standing))


def facts(thing: Thing) -> Iterator[str]:
    """Yield what there is to say of a thing, a phrase each."""
    if thing.ways:
        lacks = f"; не по {', '.join(thing.lacks)}" if thing.lacks else ""
        yield f"узнано по {', '.join(thing.ways)}{lacks}"
    if thing.sentences:
        noun = plural(len(thing.sentences), "предложению", "предложениям", "предложениям")
        yield f"нужно {noun} {', '.join(thing.sentences)}"
    else:
        yield "ни один шаг прямо его не называет"
    yield from thing.notes


def located(one: Sighting) -> str:
    """Return how Playwright would find it."""
    return one.locator or "локатор не показан: в нём было бы личное"


def sighted(one: Sighting) -> str:
    """Return something on a page as a reader would know it again."""
    named = f"«{one.name}»" if one.name else "без доступного имени"
    seen = f", на экране «{one.words}»" if one.words and one.words != one.name else ""
    like = f", сходство {one.percent} %" if one.percent is not None else ""
    return f"{one.role or 'элемент без роли'} {named}{seen}{like}"
