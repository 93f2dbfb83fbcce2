"""Printed guides read back: what a PDF and a Word document say."""

from __future__ import annotations

import io
from functools import cache

import docx as word
import pypdf
from docx.document import Document

from reports.guide import docx, pdf
from reports.guide.model import Guide


@cache
def read_pdf(made: Guide) -> pypdf.PdfReader:
    """Return a guide as a PDF that was written and opened again."""
    return pypdf.PdfReader(io.BytesIO(pdf.render(made)))


@cache
def read_word(made: Guide) -> Document:
    """Return a guide as a Word document that was written and opened again."""
    return word.Document(io.BytesIO(docx.render(made)))


def pdf_pages(made: Guide) -> list[str]:
    """Return what the pages of a guide's PDF say, each as one line."""
    return [one_line(page.extract_text()) for page in read_pdf(made).pages]


def pdf_text(made: Guide) -> str:
    """Return what a guide's PDF says, as one line."""
    return " ".join(pdf_pages(made))


def word_text(made: Guide) -> str:
    """Return what the body of a guide's Word document says, as one line."""
    body = read_word(made).element.body
    return one_line(" ".join("".join(line.itertext("{*}t")) for line in body.iter("{*}p")))


def one_line(text: str) -> str:
    """Return a text with one plain space wherever it has blanks of any kind."""
    return " ".join(text.split())
