"""The stock Wagtail site, as the engine is handed it."""

from __future__ import annotations

from flows.wagtail.editor import Editor
from pages.wagtail.account import Account
from pages.wagtail.admin import Admin, Answer, Dashboard
from pages.wagtail.explorer import PageEditor, PageList, PublicPage, SearchResults, UnpublishPage
from pages.wagtail.history import SiteHistory
from pages.wagtail.images import Images, Upload
from pages.wagtail.login import LoginPage
from verifier.authoring import Product, StandMaker, System


def _stand() -> StandMaker:
    # Its servers are an extra of the installation, and few runs start them.
    from flows.wagtail.stand import StandOfSite

    return StandOfSite()


PRODUCT = Product(
    "wagtail",
    texts=("handbook.ru.md", "handbook.en.md", "handbook-8.ru.md"),
    places=(
        LoginPage,
        Admin,
        Answer,
        Dashboard,
        PageList,
        SearchResults,
        PageEditor,
        UnpublishPage,
        PublicPage,
        Images,
        Upload,
        SiteHistory,
        Account,
    ),
    systems=(System("wagtail_site", "сайт", ("https://wagtail.example",), page="/admin/login/"),),
    person=Editor,
    personal=("first_name", "last_name", "email", "username"),
    opposites=(
        (("войти", "вход"), ("выйти", "выход")),
        (("опубликовать", "publish"), ("отменить", "unpublish")),
        (("создана", "created"), ("удалена", "deleted")),
    ),
    stand=_stand,
)
