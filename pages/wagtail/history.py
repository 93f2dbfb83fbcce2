"""The report of who did what on the site."""

from __future__ import annotations

from verifier.authoring import BUTTON, HEADING, TEXT, Control, Kind, Place

_COLUMN = Kind("колонка", ("columnheader",))


class SiteHistory(Place):
    """A row for everything that was done. Source: Wagtail's template `wagtailadmin/reports/site_history.html`."""

    name = "история действий"
    where = "в истории действий"
    system = "wagtail_site"
    path = "/admin/reports/site-history/"

    action = Control("Действие", _COLUMN)
    user = Control("Пользователь", _COLUMN)
    filter = Control("Фильтр", HEADING)
    apply = Control("Применить фильтры", BUTTON)
    download = Control("Скачать XLSX", BUTTON)
    actions = Control("Действия", BUTTON)
    show_filters = Control("Показать фильтры", BUTTON)
    filter_by = Control("Фильтр по", TEXT)
