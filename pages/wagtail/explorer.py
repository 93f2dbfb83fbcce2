"""The lists of pages, and where a page is written."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from verifier.authoring import BUTTON, MENU_ITEM, TAB, TEXT, Control, Element, Kind, Place

_LIST = re.compile(r"/admin/pages/(\d+/)?")
_ADD = re.compile(r"/admin/pages/add/\w+/\w+/\d+/")
_EDIT = re.compile(r"/admin/pages/\d+/edit/")
_UNPUBLISH = re.compile(r"/admin/pages/\d+/unpublish/")
_ROW = Kind("ссылка", ("link",))


class PageList(Place):
    """Pages below a page, each a row. Source: Wagtail's templates in `wagtailadmin/pages/`."""

    name = "список страниц"
    where = "в списке страниц"
    system = "wagtail_site"
    path = "/admin/pages/"

    home = Control("Школьный сайт", _ROW)
    add_child = Control("Добавить дочернюю страницу", BUTTON)

    children = Element("стрелка в конце строки", "td.children a")
    add = Element(
        "кнопка, которая добавляет страницу", "header a[href$='/add_subpage/']:not([class*=dropdown] a)"
    )

    def shows(self, url: str) -> bool:
        """Say whether a window shows the pages below some page."""
        return self.is_of_system(url) and _LIST.fullmatch(urlsplit(url).path) is not None


class SearchResults(Place):
    """What the search in the menu has found. Source: Wagtail's template `wagtailadmin/pages/search.html`."""

    name = "найденные страницы"
    where = "среди найденных страниц"
    system = "wagtail_site"
    path = "/admin/pages/search/"

    one_found = Control("Существует одна совпадающая страница", TEXT)
    about_school = Control("О школе", _ROW)


class PageEditor(Place):
    """Where a page is written: its fields, and at the bottom what can be done with it."""

    name = "редактор страницы"
    where = "в редакторе страницы"
    system = "wagtail_site"

    content = Control("Содержимое", TAB)
    promote = Control("Продвижение", TAB)
    save_draft = Control("Сохранить черновик", BUTTON)
    publish = Control("Опубликовать", BUTTON)
    actions = Control("Действия", BUTTON)
    history = Control("История", MENU_ITEM)
    unpublish = Control("Отменить публикацию", MENU_ITEM)

    title = Element("поле для заголовка", "input[name=title], textarea[name=title]")
    more = Element("стрелка рядом с кнопкой", "footer .dropdown-toggle, footer .w-dropdown__toggle")

    def shows(self, url: str) -> bool:
        """Say whether a window shows a page that is being written."""
        path = urlsplit(url).path
        return self.is_of_system(url) and (_ADD.fullmatch(path) or _EDIT.fullmatch(path)) is not None

    def write_title(self, title: str) -> None:
        """Write the title letter by letter: the page makes its address of what is typed."""
        self.title.find().press_sequentially(title, timeout=self.windows.patience_ms)


class UnpublishPage(Place):
    """Asks once more. Source: Wagtail's template `wagtailadmin/pages/confirm_unpublish.html`."""

    name = "страница снятия с публикации"
    where = "на странице снятия с публикации"
    system = "wagtail_site"

    confirm = Control("Да, отменить публикацию", BUTTON)

    def shows(self, url: str) -> bool:
        """Say whether a window asks whether a page is to be taken off the site."""
        return self.is_of_system(url) and _UNPUBLISH.fullmatch(urlsplit(url).path) is not None


class PublicPage(Place):
    """A page as everybody sees it. Source: the site's own template `news_page.html`."""

    name = "страница сайта"
    where = "на странице сайта"
    system = "wagtail_site"

    heading = Element("заголовок страницы", "main > h1")

    def shows(self, url: str) -> bool:
        """Say whether a window shows what is not the editors'."""
        return self.is_of_system(url) and not urlsplit(url).path.startswith("/admin/")
