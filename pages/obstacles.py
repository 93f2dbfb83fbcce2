"""What a page says by itself: that it turns this visitor away for the moment, or that something went wrong."""

from __future__ import annotations

import re

from playwright.sync_api import Page

_OBSTACLES = (
    (
        re.compile(r"Я не робот|Введите символы с картинки", re.I),
        "показана проверка «Я не робот»",
        "пройдите проверку вручную или повторите позже с другого адреса",
    ),
    (
        re.compile(r"Слишком много попыток|заблокирован", re.I),
        "учётная запись на время заблокирована",
        "подождите, пока блокировка кончится, или возьмите другую учётную запись",
    ),
    (
        re.compile(r"не отвечает|временно недоступ|Ведутся (технические )?работы", re.I),
        "страница сообщает, что система не работает",
        "повторите прогон, когда система заработает",
    ),
)


def obstacle_on(page: Page) -> tuple[str, str] | None:
    """Return what stands in the way in this window and the remedy, or None when nothing known does."""
    for pattern, observed, remedy in _OBSTACLES:
        spoken = page.get_by_role("alert").or_(page.get_by_role("heading")).or_(page.get_by_role("checkbox"))
        texts = spoken.filter(has_text=pattern, visible=True).or_(page.get_by_role("checkbox", name=pattern))
        if texts.count():
            return observed, remedy
    return None


def complaints_on(page: Page) -> list[str]:
    """Return what the page tells its user to be wrong, as one line each."""
    alerts = page.get_by_role("alert").filter(visible=True).all_inner_texts()
    return [" ".join(text.split()) for text in alerts if text.strip()]
