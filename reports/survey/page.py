"""A survey as one page that works offline."""

from __future__ import annotations

import base64
from pathlib import Path

from reports.page import template
from reports.survey.changes import Changes
from reports.survey.words import SIGNS, STANDINGS, facts, headline, located, numbered, repairs, sighted
from reports.words import period
from verifier.walk.survey import Survey

_TEMPLATE = Path(__file__).parent / "templates" / "survey.html.j2"


def render(survey: Survey, since: Changes, pictures: Path) -> str:
    """Return the page; `pictures` is the folder of its pictures. Raises `OSError` when one cannot be read."""
    return template(_TEMPLATE).render(
        survey=survey,
        since=since,
        since_when=period(since.since, since.since, survey.timezone) if since.since else "",
        when=period(survey.started, survey.started, survey.timezone),
        headline=headline(survey),
        repairs=repairs(survey),
        pictures={
            screen.picture: base64.b64encode((pictures / screen.picture).read_bytes()).decode("ascii")
            for place in survey.places
            for screen in place.screens
            if screen.picture is not None
        },
        standings=STANDINGS,
        signs=SIGNS,
        numbered=numbered,
        facts=facts,
        sighted=sighted,
        located=located,
    )
