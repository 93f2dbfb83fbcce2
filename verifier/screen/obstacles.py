"""What a page says by itself: that it turns this visitor away for the moment, or that something went wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Obstacle:
    """A known screen that turns visitors away, and its remedy; `is_outage` says that it blames a system."""

    observed: str
    remedy: str
    is_outage: bool = False


_OBSTACLES = (
    (
        re.compile(r"Я не робот|Введите символы с картинки", re.I),
        Obstacle(
            "показана проверка «Я не робот»", "пройдите проверку вручную или повторите позже с другого адреса"
        ),
    ),
    (
        re.compile(r"Слишком много попыток|заблокирован", re.I),
        Obstacle(
            "учётная запись на время заблокирована",
            "подождите, пока блокировка кончится, или возьмите другую учётную запись",
        ),
    ),
    (
        re.compile(r"не отвечает|временно недоступ|нет связи|Ведутся (технические )?работы", re.I),
        Obstacle(
            "страница сообщает, что система не работает", "повторите прогон, когда система заработает", True
        ),
    ),
)


def obstacle_on(page: Page, *, server_failed: bool) -> Obstacle | None:
    """Return what stands in the way in this window, or None when nothing known does.

    Where a server has failed by a fault of its own, a page that blames the system tells of that fault.
    """
    for pattern, obstacle in _OBSTACLES:
        if obstacle.is_outage and server_failed:
            continue
        said = page.get_by_role("alert").or_(page.get_by_role("status")).or_(page.get_by_role("heading"))
        texts = said.filter(has_text=pattern, visible=True).or_(page.get_by_role("checkbox", name=pattern))
        if texts.count():
            return obstacle
    return None


def complaints_on(page: Page) -> list[str]:
    """Return what the page tells its user to be wrong, as one line each."""
    alerts = page.get_by_role("alert").filter(visible=True).all_inner_texts()
    return [" ".join(text.split()) for text in alerts if text.strip()]
