"""The plain window around a picture: its address, and which window it is."""

from __future__ import annotations

from urllib.parse import urlsplit

from PIL import Image

from reports.guide.pen import Pen
from reports.guide.rect import Rect

BAR = 40.0
"""The height of the bar above a picture, in CSS pixels."""
EDGE = 1.0
"""The width of the line around the window, in CSS pixels."""

_BAR_COLOUR = "#e7eaee"
_LINE_COLOUR = "#bcc3cc"
_FIELD_COLOUR = "#ffffff"
_LABEL_COLOUR = "#1a2330"
_ADDRESS_COLOUR = "#3d4856"
_TEXT = 13.0
_SIDE = 16.0
_DOT = 5.0
_FIELD = 26.0


def framed(picture: Image.Image, scale: float, url: str, label: str) -> Image.Image:
    """Return a picture in its window; `label` says which window it is and is empty where there is only one."""
    edge, bar = round(EDGE * scale), round(BAR * scale)
    frame = Image.new("RGB", (picture.width + 2 * edge, picture.height + bar + 2 * edge), _LINE_COLOUR)
    frame.paste(_BAR_COLOUR, (edge, edge, frame.width - edge, bar))
    frame.paste(picture, (edge, edge + bar))
    _write(Pen(frame, scale), frame.width / scale, url, label)
    return frame


def address(url: str) -> str:
    """Return an address as a browser shows it: without scheme, query and fragment."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/") if parts.netloc else url


def _write(pen: Pen, width: float, url: str, label: str) -> None:
    middle, left = (EDGE + BAR) / 2, _SIDE
    for _ in range(3):
        pen.fill(Rect(left, middle - _DOT, left + 2 * _DOT, middle + _DOT), _LINE_COLOUR, _DOT)
        left += 3.2 * _DOT
    left += _SIDE / 2
    if label:
        shown = _shortened(pen, label, "SemiBold", (width - left) / 2)
        pen.text((left, middle), shown, _LABEL_COLOUR, _TEXT, "SemiBold", "lm")
        left += pen.text_width(shown, _TEXT, "SemiBold") + _SIDE
    pen.fill(Rect(left, middle - _FIELD / 2, width - _SIDE, middle + _FIELD / 2), _FIELD_COLOUR, _FIELD / 2)
    room = width - left - 3 * _SIDE
    pen.text(
        (left + _SIDE, middle),
        _shortened(pen, address(url), "Regular", room),
        _ADDRESS_COLOUR,
        _TEXT,
        "Regular",
        "lm",
    )


def _shortened(pen: Pen, text: str, weight: str, room: float) -> str:
    if pen.text_width(text, _TEXT, weight) <= room:
        return text
    while text and pen.text_width(f"{text}…", _TEXT, weight) > room:
        text = text[:-1]
    return f"{text}…"
