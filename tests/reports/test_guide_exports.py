"""Pages for other systems: each rendered by what its readers have, with its links and pictures right."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reports.guide import confluence, markdown
from reports.guide.model import Guide
from reports.guide.publish import publish
from tests.support import guides
from verifier.text.model import Passage

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
STRANGE = (
    "Знаки <b> & {x} *а* _б_ $1 ~~в~~ | ![г](д) 1. «Войти» `е` :г: a<b https://school.example/a_b?c=1&d=2."
)


@pytest.fixture
def guide() -> Guide:
    """A guide with everything that a page can hold, and with characters that are markup somewhere."""
    made = guides.annotated_guide()
    more = guides.guide([guides.step(5, STRANGE, pictured=False), Passage("tip", f"Совет: {STRANGE}", 50)])
    return replace(made, sections=(*made.sections, *more.sections))


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def links(page: ElementTree.Element) -> set[str]:
    return {one.attrib["href"] for one in page.iter("a") if "headerlink" not in one.attrib.get("class", "")}


def pictures(page: ElementTree.Element) -> Sequence[str]:
    return [one.attrib["src"].removeprefix("./") for one in page.iter("img")]


def check_page(page: ElementTree.Element, guide: Guide, folder: Path) -> None:
    """Hold a page of HTML against its guide."""
    text = words(page)
    for step in guide.steps:
        assert step.sentence in text
    for passage in (block for part in guide.sections for block in part.blocks if isinstance(block, Passage)):
        if passage.kind not in ("picture", "warning"):
            assert all(" ".join(line.text.split()) in text for line in passage.lines)
    assert {"https://school.example/help", "https://school.example/a_b?c=1&d=2"} <= links(page)
    shown = pictures(page)
    assert len(shown) == 4
    leading = {one.removeprefix("./") for one in links(page) if "pictures/" in one}
    assert len(leading) == 3
    assert [name for name in (*shown, *leading) if not (folder / name).is_file()] == []


def test_a_page_for_docusaurus(guide: Guide, tmp_path: Path) -> None:
    folder = publish(guide, tmp_path / "guide").parent
    ran = subprocess.run(
        ["node", ROOT / "tests" / "reports" / "mdx.mjs"],
        input=(folder / "docusaurus.md").read_bytes(),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    page = ElementTree.fromstring(ran.stdout)
    check_page(page, guide, folder)
    assert [one.attrib["className"] for one in page.iter("aside")] == ["tip", "warning", "tip"]
    assert [int(one.attrib.get("start", 1)) for one in page.iter("ol")] == [1, 2, 4, 5]


@pytest.mark.long
def test_a_page_for_mkdocs_material(guide: Guide, tmp_path: Path) -> None:
    folder = publish(guide, tmp_path / "guide").parent
    site = tmp_path / "site"
    (site / "docs").mkdir(parents=True)
    (folder / "mkdocs.md").rename(site / "docs" / "index.md")
    (folder / "pictures").rename(site / "docs" / "pictures")
    (site / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, font: false}\nplugins: []\nstrict: true\n"
        "markdown_extensions: [admonition]\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    html = (site / "site" / "index.html").read_text(encoding="utf-8")
    article = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert article is not None
    page = ElementTree.fromstring(article[0].replace("&para;", ""))
    check_page(page, guide, site / "site")
    titles = [words(one) for one in page.iter("p") if one.attrib.get("class") == "admonition-title"]
    assert titles == ["Совет", "Внимание", "Совет"]
    assert len(list(page.iter("blockquote"))) == 3, "one quotation does not run into the next"
    numbers = re.findall(r"(?<!\S)(\d)\. Нажми", words(page))
    assert numbers == ["1", "2", "3", "4"]


def test_a_page_for_confluence(guide: Guide, tmp_path: Path) -> None:
    folder = publish(guide, tmp_path / "guide").parent / "confluence"
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in confluence.NAMESPACES.items())
    page = ElementTree.fromstring(
        f"<page {spaces}>{(folder / 'page.xml').read_text(encoding='utf-8')}</page>"
    )
    ac, ri = (f"{{{space}}}" for space in confluence.NAMESPACES.values())
    known = {
        *["page", "p", "h2", "ol", "ul", "li", "a", "em", "strong", "blockquote", f"{ri}attachment"],
        *[f"{ac}{name}" for name in ("image", "structured-macro", "parameter", "rich-text-body")],
    }
    assert {one.tag for one in page.iter()} <= known
    text = words(page)
    assert all(step.sentence in text for step in guide.steps)
    assert {"https://school.example/help", "https://school.example/a_b?c=1&d=2"} <= links(page)
    named = [one.attrib[f"{ri}filename"] for one in page.iter(f"{ri}attachment")]
    assert len(named) == 4
    assert sorted(named) == sorted(one.name for one in folder.iterdir() if one.suffix != ".xml")
    macros = [one.attrib[f"{ac}name"] for one in page.iter(f"{ac}structured-macro")]
    assert macros == ["toc", "tip", "warning", "tip"]
    assert [one.attrib["start"] for one in page.iter("ol")] == ["1", "2", "4", "5"]


@pytest.mark.parametrize("dialect", [markdown.MkDocs(), markdown.Docusaurus()], ids=["MkDocs", "Docusaurus"])
def test_a_draft_is_called_one_everywhere(dialect: Any) -> None:
    page = markdown.render(guides.draft_guide(), dialect)
    assert "ЧЕРНОВИК" in page
    assert "не работает" in page
    assert "ЧЕРНОВИК" in confluence.render(guides.draft_guide())
