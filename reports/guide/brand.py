"""How an organisation's guides look: `brand.toml`, read with care; without one they are nobody's in particular."""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError

from reports import pictures
from verifier import plain
from verifier.text import refusals

FILE = "brand.toml"
ACCENT = "#0b5d66"
ACCENT_DARK = "#6cc3cd"

_LARGEST = 2_000_000
"""Bytes of a file that a brand names."""
_LOGO = (600, 200)
"""The most that is kept of a logo, in pixels."""
_LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3 (AA), for text of ordinary size."""
_LIGHT, _DARK = "#f6f8fa", "#1b232c"
"""The grounds on which the accent stands out least."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CYRILLIC = "Жящ"


class BrandError(ValueError):
    """A brand cannot be used; the text is one line: file, what is wrong, the remedy."""


@dataclass(frozen=True)
class Typeface:
    """A family of two fonts, as files of TrueType or OpenType."""

    family: str
    regular: bytes
    bold: bytes


@dataclass(frozen=True)
class Brand:
    """What a guide shows of whose it is; every part may be missing."""

    name: str = ""
    logo: bytes = b""
    """PNG."""
    accent: str = ACCENT
    accent_dark: str = ACCENT_DARK
    typeface: Typeface | None = None
    footer: str = ""
    contact: str = ""
    address: str = ""
    """Where the guide is published."""
    leaflet: tuple[str, ...] = ()
    """The sentences whose pictures go on the leaflet, by their ids."""
    word_template: bytes = b""

    @property
    def family(self) -> str:
        """The name of its typeface; empty for the neutral one."""
        return self.typeface.family if self.typeface else ""


_Text = Annotated[str, Field(min_length=1, max_length=300)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Colours(_Table):
    accent: Annotated[str, Field(pattern=_COLOUR)] = ACCENT
    accent_dark: Annotated[str, Field(pattern=_COLOUR)] | None = None


class _Typeface(_Table):
    regular: _Text
    bold: _Text


class _File(_Table):
    name: _Text | None = None
    logo: _Text | None = None
    footer: _Text | None = None
    contact: _Text | None = None
    address: Annotated[HttpUrl, Field(strict=False)] | None = None
    leaflet: Annotated[list[_Text], Field(min_length=6, max_length=8)] | None = None
    word_template: _Text | None = None
    colours: _Colours = _Colours()
    typeface: _Typeface | None = None


def read(path: Path) -> Brand:
    """Read a brand; the files that it names lie beside it. Raises `BrandError`."""
    told = _read(path)
    colours = told.colours
    _check_contrast(path, "colours.accent", colours.accent, _LIGHT, "темнее")
    if colours.accent_dark is not None:
        _check_contrast(path, "colours.accent_dark", colours.accent_dark, _DARK, "светлее")
    dark = ACCENT_DARK if colours.accent == ACCENT else lightened(colours.accent)
    return Brand(
        told.name or "",
        _logo(path, told.logo) if told.logo else b"",
        colours.accent.lower(),
        (colours.accent_dark or dark).lower(),
        _typeface(path, told.typeface) if told.typeface else None,
        told.footer or "",
        told.contact or "",
        str(told.address) if told.address else "",
        tuple(told.leaflet or ()),
        _word(path, told.word_template) if told.word_template else b"",
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightened(colour: str) -> str:
    """Return a colour mixed with as much white as a dark page asks for."""
    for white in range(0, 101, 5):
        mixed = [round(part + (255 - part) * white / 100) for part in _parts(colour)]
        made = "#" + "".join(f"{part:02x}" for part in mixed)
        if contrast(made, _DARK) >= _LEAST_CONTRAST:
            return made
    return "#ffffff"


def _read(path: Path) -> _File:
    try:
        document = tomllib.loads(plain.read(path, 100_000).decode())
    except FileNotFoundError:
        raise BrandError(f"{path}: нет такого файла; исправьте путь в --brand") from None
    except OSError as error:
        raise BrandError(f"{path}: не читается ({error.strerror}); проверьте файл") from None
    except ValueError as error:  # also: not UTF-8
        why = refusals.quoted(str(error))
        raise BrandError(f"{path}: это не TOML в UTF-8 ({why}); исправьте файл") from None
    try:
        return _File.model_validate(plain.legible(document))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BrandError(f"{path}: {place}: {_told(first)}") from None


def _told(error: Any) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"такого поля нет; есть {', '.join(_File.model_fields)}"
    if kind == "missing":
        return "этого поля не хватает; допишите его"
    if kind == "string_pattern_mismatch":
        return "это не цвет; запишите его как #0b5d66"
    if kind.startswith("url"):
        return "это не адрес; запишите его полностью, с https://"
    if kind in ("too_short", "too_long") and error["loc"] == ("leaflet",):
        return "в листовке от шести до восьми картинок; назовите столько предложений"
    return "значение не годится; замените его (как его писать, сказано в docs/publish.md)"


def _beside(path: Path, field: str, name: str) -> bytes:
    """Return a file beside the brand's."""
    file = path.parent / name
    try:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise plain.NotPlainError("он лежит в другом месте", file)
        plain.check(file, path.parent)
        return plain.read(file, _LARGEST)
    except FileNotFoundError:
        raise BrandError(f"{path}: {field}: файла «{name}» нет; положите его рядом") from None
    except OSError as error:
        raise BrandError(
            f"{path}: {field}: файл «{name}» не годится ({error.strerror}); положите рядом другой"
        ) from None


def _logo(path: Path, name: str) -> bytes:
    try:
        image = pictures.on_white(_beside(path, "logo", name))
    except OSError:
        raise BrandError(
            f"{path}: logo: «{name}» — не картинка PNG, JPEG или WebP; сохраните её так"
        ) from None
    image.thumbnail(_LOGO, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _typeface(path: Path, files: _Typeface) -> Typeface:
    regular, bold = (
        _beside(path, f"typeface.{field}", name)
        for field, name in (("regular", files.regular), ("bold", files.bold))
    )
    families = [
        _family(path, "typeface.regular", files.regular, regular),
        _family(path, "typeface.bold", files.bold, bold),
    ]
    # Older fonts have no family for other weights than bold, but their own: «Inter» and «Inter Semi Bold».
    if not families[1].startswith(families[0]):
        raise BrandError(
            f"{path}: typeface: это два разных шрифта, {families[0]} и {families[1]}; возьмите начертания одного"
        )
    return Typeface(families[0], regular, bold)


def _family(path: Path, field: str, name: str, data: bytes) -> str:
    from fontTools.ttLib import TTFont  # most brands have no font of their own

    try:
        with TTFont(io.BytesIO(data)) as font:
            family, letters = font["name"].getBestFamilyName(), font.getBestCmap() or {}
    except Exception:  # whatever a broken font makes the library raise
        family, letters = None, {}
    if not family:
        raise BrandError(f"{path}: {field}: «{name}» — не шрифт TTF или OTF; положите рядом другой")
    if not {*map(ord, _CYRILLIC)} <= {*letters}:
        raise BrandError(f"{path}: {field}: в шрифте «{name}» нет русских букв; возьмите другой")
    return str(family)


def _word(path: Path, name: str) -> bytes:
    import docx  # the commands begin without it

    data = _beside(path, "word_template", name)
    try:
        docx.Document(io.BytesIO(data))
    except Exception:  # whatever a broken package makes python-docx and lxml raise
        raise BrandError(
            f"{path}: word_template: «{name}» — не документ Word; сохраните шаблон как .docx"
        ) from None
    return data


def _check_contrast(path: Path, field: str, colour: str, ground: str, remedy: str) -> None:
    found = contrast(colour, ground)
    if found < _LEAST_CONTRAST:
        told = f"{found:.1f}".replace(".", ",")
        raise BrandError(
            f"{path}: {field}: у {colour} с фоном контраст {told}, а нужно не меньше 4,5; возьмите цвет {remedy}"
        )


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in _parts(colour))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
