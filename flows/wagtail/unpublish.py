"""Finding a page and taking it off the site."""

from __future__ import annotations

from flows.wagtail.editor import EditorWalk
from flows.wagtail.sign_in import enter
from pages.wagtail.admin import Admin, Answer, Dashboard
from pages.wagtail.explorer import PageEditor, SearchResults, UnpublishPage
from verifier.authoring import proves


@proves("search")
def page_is_found(walk: EditorWalk) -> None:
    """Search from the menu; the page is the only one that is found."""
    admin, results = walk.on(Admin), walk.on(SearchResults)
    enter(walk, walk.on(Dashboard))
    walk.see(admin.search)
    walk.enter(admin.search, "О школе")
    walk.key("Enter")
    walk.at(results)
    walk.see(results.one_found)


@proves("open-page")
def page_is_opened(walk: EditorWalk) -> None:
    """Press the title; the editor comes with its two tabs."""
    editor = walk.on(PageEditor)
    walk.press(walk.on(SearchResults).about_school)
    walk.see(editor.content, editor.promote)


@proves("choose-unpublish", changes=True)
def unpublish_is_chosen(walk: EditorWalk) -> None:
    """Open the menu at the top and choose to take the page off."""
    editor = walk.on(PageEditor)
    walk.press(editor.actions)
    walk.press(editor.unpublish)
    walk.at(walk.on(UnpublishPage))


@proves("confirm-unpublish", changes=True)
def unpublishing_is_confirmed(walk: EditorWalk) -> None:
    """Say yes."""
    walk.press(walk.on(UnpublishPage).confirm)
    walk.left(walk.on(UnpublishPage))


@proves("unpublished", changes=True)
def site_says_that_the_page_is_off(walk: EditorWalk) -> None:
    """See what the site answers; the button beside it leads back to the page."""
    answer = walk.on(Answer)
    walk.see(answer.unpublished, answer.edit_link)
    walk.click(answer.edit_link)
    walk.at(walk.on(PageEditor))
