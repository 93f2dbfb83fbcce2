"""Writing a page: as a draft, and for everybody to see."""

from __future__ import annotations

from flows.wagtail.editor import EditorWalk
from flows.wagtail.sign_in import enter
from pages.wagtail.admin import Answer
from pages.wagtail.explorer import PageEditor, PageList, PublicPage
from verifier.authoring import Mismatch, proves

_DRAFT = "День открытых дверей"
_PUBLISHED = "Расписание кружков"


@proves("all-pages")
def pages_are_listed(walk: EditorWalk) -> None:
    """Open the list and see the site in it."""
    pages = walk.on(PageList)
    enter(walk, pages)
    walk.see(pages.home)


@proves("site-pages")
def pages_of_the_site_are_listed(walk: EditorWalk) -> None:
    """Follow the arrow to the pages of the site, where one can be added."""
    pages = walk.on(PageList)
    walk.click(pages.children)
    walk.see(pages.add_child)


@proves("new-page")
def a_new_page_is_begun(walk: EditorWalk) -> None:
    """Press the button; the editor comes, with nothing in the title."""
    walk.press(walk.on(PageList).add_child)
    walk.see(walk.on(PageEditor).title)


@proves("save-draft", changes=True)
def draft_is_saved(walk: EditorWalk) -> None:
    """Fill in the title and save."""
    editor = walk.on(PageEditor)
    walk.see(editor.title)
    editor.write_title(_DRAFT)
    walk.press(editor.save_draft)


@proves("draft-saved", changes=True)
def site_says_that_the_draft_is_saved(walk: EditorWalk) -> None:
    """See what the site answers."""
    walk.see(walk.on(Answer).draft_saved)


@proves("draft-actions", changes=True)
def history_is_among_the_actions(walk: EditorWalk) -> None:
    """Open the menu at the top and see the history in it."""
    editor = walk.on(PageEditor)
    walk.press(editor.actions)
    walk.see(editor.history)


@proves("another-page", changes=True)
def another_page_is_begun(walk: EditorWalk) -> None:
    """Go to the pages of the site, add one and fill in its title."""
    pages, editor = walk.on(PageList), walk.on(PageEditor)
    enter(walk, pages)
    walk.click(pages.children)
    walk.click(pages.add)
    editor.write_title(_PUBLISHED)
    walk.see(editor.save_draft)


@proves("press-publish", changes=True)
def publish_is_pressed(walk: EditorWalk) -> None:
    """Open the list beside the button and choose to publish."""
    editor = walk.on(PageEditor)
    walk.click(editor.more)
    walk.press(editor.publish)


@proves("published", changes=True)
def site_says_that_the_page_is_published(walk: EditorWalk) -> None:
    """See what the site answers."""
    walk.see(walk.on(Answer).published)


@proves("on-site", changes=True)
def page_is_on_the_site(walk: EditorWalk) -> None:
    """Follow the button beside the answer; the page is there, under its title."""
    page = walk.on(PublicPage)
    walk.press(walk.on(Answer).view_live)
    walk.at(page)
    walk.see(page.heading)
    _check_title(page, _PUBLISHED)


def _check_title(page: PublicPage, title: str) -> None:
    shown = page.heading.find().inner_text()
    if shown != title:
        raise Mismatch(f"на сайте страница „{title}“", f"на сайте «{shown}»")
