"""What editors have before them wherever they are: the menu on the left, and what the site answers at the top."""

from __future__ import annotations

from verifier.authoring import BUTTON, HEADING, TEXT, Control, Element, Place

_PREFIX = "/admin/"


class Admin(Place):
    """The menu. Source: Wagtail's template `wagtailadmin/base.html`."""

    name = "сайт редакторов"
    where = "в меню редактора"
    system = "wagtail_site"
    private = (".sidebar-footer__account-label", ".sidebar-footer__account", ".avatar")

    pages = Control("Страницы", BUTTON)
    images = Control("Изображения", BUTTON)
    documents = Control("Документы", BUTTON)
    reports = Control("Отчеты", BUTTON)
    help = Control("Помощь", BUTTON)
    site_history = Control("История действий на сайте", BUTTON)
    sign_out = Control("Выйти", BUTTON)

    own_name = Element("своё имя внизу меню", "button.sidebar-footer__account")
    chosen = Element("выделенная строка меню", "#wagtail-sidebar [class*=item--active]")
    reports_inside = Element("открытое меню", ".sidebar-sub-menu-panel")
    search = Element("поле для поиска", "#wagtail-sidebar input[name=q]")
    account = Element(
        "строка под своим именем, ведущая к аккаунту", "#wagtail-sidebar a[href$='/admin/account/']"
    )


class Answer(Place):
    """What the site says of what has just been done."""

    name = "ответ сайта"
    where = "в ответе сайта"
    system = "wagtail_site"

    draft_saved = Control("Страница 'День открытых дверей' создана.", TEXT)
    published = Control("Страница 'Расписание кружков' создана и опубликована.", TEXT)
    unpublished = Control("Страница 'О школе' снята с публикации.", TEXT)
    image_updated = Control("Изображение обновлено.", TEXT)
    account_saved = Control("Настройки вашей учетной записи были успешно изменены!", TEXT)
    view_live = Control("Смотреть на сайте", BUTTON)
    edit = Control("Редактировать", BUTTON)

    live_link = Element("первая кнопка рядом с ответом", ".messages a[href]:not([href^='/admin/'])")
    edit_link = Element("кнопка рядом с ответом, ведущая к странице", ".messages a[href^='/admin/']")


class Dashboard(Place):
    """The first page of whoever has signed in. Source: Wagtail's template `wagtailadmin/home.html`."""

    name = "панель управления"
    where = "на панели управления"
    system = "wagtail_site"
    path = _PREFIX

    welcome = Control("Добро пожаловать на Школьный сайт Wagtail CMS", HEADING)
    site_name = Element("заголовок панели управления", "main h1")
