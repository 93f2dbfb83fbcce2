"""The report of who did what, and one's own account."""

from __future__ import annotations

from flows.wagtail.editor import EditorWalk
from flows.wagtail.sign_in import enter
from pages.wagtail.account import Account
from pages.wagtail.admin import Admin, Answer, Dashboard
from pages.wagtail.history import SiteHistory
from verifier.authoring import proves


@proves("open-reports")
def reports_are_opened(walk: EditorWalk) -> None:
    """Press the entry of the menu; what is in it comes."""
    admin = walk.on(Admin)
    enter(walk, walk.on(Dashboard))
    walk.press(admin.reports)
    walk.see(admin.reports_inside)


@proves("site-history")
def history_is_listed(walk: EditorWalk) -> None:
    """Choose the report; its columns come."""
    history = walk.on(SiteHistory)
    walk.press(walk.on(Admin).site_history)
    walk.see(history.action, history.user)


@proves("filter-history")
def history_can_be_filtered(walk: EditorWalk) -> None:
    """See the heading and the button that belong to the filter."""
    history = walk.on(SiteHistory)
    enter(walk, history)
    walk.see(history.filter, history.apply)


@proves("download-history")
def history_can_be_taken_away(walk: EditorWalk) -> None:
    """See the way to take the list away."""
    enter(walk, walk.on(SiteHistory))
    walk.see(walk.on(SiteHistory).download)


@proves("open-filters")
def filters_are_opened(walk: EditorWalk) -> None:
    """Press the button; what can be chosen comes."""
    history = walk.on(SiteHistory)
    enter(walk, history)
    walk.press(history.show_filters)
    walk.see(history.filter_by)


@proves("download-in-menu")
def history_can_be_taken_away_from_the_menu(walk: EditorWalk) -> None:
    """Open the menu at the top and see the way to take the list away."""
    history = walk.on(SiteHistory)
    enter(walk, history)
    walk.press(history.actions)
    walk.see(history.download)


@proves("open-account")
def account_is_opened(walk: EditorWalk) -> None:
    """Open the menu of one's own name and choose the account."""
    enter(walk, walk.on(Dashboard))
    walk.click(walk.on(Admin).own_name)
    walk.see(walk.on(Admin).account)
    walk.click(walk.on(Admin).account)
    walk.at(walk.on(Account))


@proves("save-account", changes=True)
def name_is_saved(walk: EditorWalk) -> None:
    """Fill in both names on the tab and save."""
    account = walk.on(Account)
    walk.see(account.profile, account.save)
    walk.fill_in({account.first_name: "Нина", account.last_name: "Орлова"}, then=account.save)


@proves("account-saved", changes=True)
def site_says_that_the_name_is_saved(walk: EditorWalk) -> None:
    """See what the site answers."""
    walk.see(walk.on(Answer).account_saved)
