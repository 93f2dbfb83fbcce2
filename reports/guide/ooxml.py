"""What a Word document needs and python-docx has no calls for: fields, links, bookmarks, alternative texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from string import Template
from typing import Any, Protocol

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.image import ImagePart
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from reports.guide.paper import PictureFile

# What python-docx's own template brings and a guide has no use for: another's thumbnail, counts, styles.
_LEFTOVERS = (
    "thumbnail",
    "extended-properties",
    "stylesWithEffects",
    "webSettings",
    "fontTable",
    "customXml",
)
# A zip cannot tell of an earlier time; with one time for all, the same guide gives the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


_REFERENCES = ("w:basedOn", "w:next", "w:link", "w:pStyle", "w:rStyle", "w:tblStyle")


class _HasElement(Protocol):
    @property
    def element(self) -> BaseOxmlElement: ...


def refill(part: _HasElement, template: str, values: dict[str, str]) -> None:
    """Replace all that a part of the document holds by a template with its `$names` filled in."""
    root = part.element
    for child in list(root):
        root.remove(child)
    root.extend(list(parse_xml(Template(template).substitute(values))))


def drop_leftovers(document: Document) -> None:
    """Take out the parts of python-docx's template that are not the guide's."""
    package = document.part.package
    assert package is not None, "a document that was just made has a package"
    for relationships in (package.rels, document.part.rels):
        _drop(relationships)


def empty(document: Document) -> None:
    """Take out all that a template says, except for its page and what runs at its head and foot."""
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    if not len(body):
        body.append(OxmlElement("w:sectPr"))


def adopt_styles(document: Document, template: str, values: dict[str, str]) -> None:
    """Add the styles of a template that a document lacks; those that it has keep their look, and get our ids.

    Word gives the same style another id in another language, so styles are known by their names.
    """
    there = document.part.styles.element
    by_name = {
        name.get(qn("w:val")).lower(): name.getparent()
        for name in there.iterchildren(qn("w:style"))
        for name in name.iterchildren(qn("w:name"))
    }
    parts = [there, *(rel.target_part._element for rel in document.part.rels.values() if _has_styles(rel))]
    for style in parse_xml(Template(template).substitute(values)).iterchildren(qn("w:style")):
        (name,) = style.iterchildren(qn("w:name"))
        known = by_name.get(name.get(qn("w:val")).lower())
        # Its steps are numbered by a list of ours.
        if known is not None and name.get(qn("w:val")) not in ("List Number", "List Number 2", "List Bullet"):
            _rename(parts, known, style.get(qn("w:styleId")))
            continue
        if known is not None:
            there.remove(known)
        there.append(style)


def _has_styles(rel: Any) -> bool:
    return not rel.is_external and rel.reltype.endswith(("/header", "/footer"))


def _rename(parts: Sequence[BaseOxmlElement], style: BaseOxmlElement, new: str) -> None:
    """Give a style another id, also where that is referred to."""
    old = style.get(qn("w:styleId"))
    if old == new:
        return
    for part in parts:
        for reference in part.iter(*map(qn, _REFERENCES)):
            if reference.get(qn("w:val")) == old:
                reference.set(qn("w:val"), new)
    style.set(qn("w:styleId"), new)


def _drop(relationships: Relationships) -> None:
    for name in [one for one, rel in relationships.items() if rel.reltype.endswith(_LEFTOVERS)]:
        del relationships[name]


def packed(document: Document) -> bytes:
    """Return the document as a file in which nothing tells when it was packed."""
    loose, file = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return file.getvalue()


def add_paragraph(document: Document, text: str = "", style: str = "Normal") -> Paragraph:
    """Append a paragraph; `style` is the id of one in the template.

    python-docx goes through all paragraphs for each, and looks up each style by its name, which adds up.
    """
    element = OxmlElement("w:p")
    # The last of the body are the properties of its section.
    document.element.body[-1].addprevious(element)
    element.style = style
    paragraph = Paragraph(element, document._body)
    if text:
        add_run(paragraph, text)
    return paragraph


def add_run(paragraph: Paragraph, text: str, style: str | None = None) -> BaseOxmlElement:
    """Append a stretch of text and return its element; `style` is the id of one in the template."""
    run = paragraph.add_run(text)._r
    run.style = style
    return run


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Append a field, with the result that is shown until an application counts for itself."""
    field = OxmlElement("w:fldSimple", {qn("w:instr"): instruction})
    paragraph._p.append(field)
    field.append(add_run(paragraph, shown))


def add_page_number(paragraph: Paragraph, bookmark: str) -> None:
    """Append the number of the page that a bookmark is on, which an application counts when it opens the document."""
    field = OxmlElement("w:fldSimple", {qn("w:instr"): rf"PAGEREF {bookmark} \h", qn("w:dirty"): "true"})
    paragraph._p.append(field)
    field.append(add_run(paragraph, ""))


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """Append a link to a web address."""
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink", {qn("r:id"): target})
    link.append(add_run(paragraph, text, "Hyperlink"))
    paragraph._p.append(link)


def add_jump(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """Append a link to a bookmark of the document."""
    link = OxmlElement("w:hyperlink", {qn("w:anchor"): bookmark})
    link.append(add_run(paragraph, text))
    paragraph._p.append(link)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around all that a paragraph holds; `number` is its own in the document."""
    start = OxmlElement("w:bookmarkStart", {qn("w:id"): str(number), qn("w:name"): name})
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)}))


def add_picture(paragraph: Paragraph, number: int, picture: PictureFile, alt: str) -> None:
    """Append a picture that stands in the line; `number` is its own in the document.

    python-docx compares a new picture with all that are there and looks through the document for a free number,
    so that thousands of them would take hours.
    """
    name = PackURI(f"/word/media/step{number}.{picture.ending}")
    content_type = CONTENT_TYPE.PNG if picture.ending == "png" else CONTENT_TYPE.JPEG
    relation = f"picture{number}"
    paragraph.part.load_rel(RELATIONSHIP_TYPE.IMAGE, ImagePart(name, content_type, picture.data), relation)
    width, height = Mm(picture.width_mm), Mm(picture.height_mm)
    inline = CT_Inline.new_pic_inline(number, relation, name.filename, width, height)
    inline.docPr.set("descr", alt)
    # LibreOffice takes a distance that is not written for an eighth of an inch.
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    paragraph.add_run()._r.add_drawing(inline)
