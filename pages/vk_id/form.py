"""VK ID's form: a sequence of screens that ends with «Продолжить» for a certain account."""

from __future__ import annotations

import re
from functools import reduce
from typing import Literal, get_args

from playwright.sync_api import Locator

from verifier.authoring import (
    BUTTON,
    BoundElement,
    Control,
    Element,
    Field,
    Mismatch,
    Place,
    Surface,
    appears,
    fields_on,
)

Screen = Literal["consent", "login", "password", "code", "method", "captcha"]
"""In the order in which they are looked for: every way through the form ends with the first."""


class VkIdForm(Place):
    """The screens that VK ID may show: any page of VK ID, under its present or its former name. Source: the form's
    rows of VK ID in stand/README.md.
    """

    name = "форма авторизации VK"
    where = "в форме авторизации VK"
    system = "vk_id"
    private = ("[data-test-id=continue-as-account]", "[class*=account]", "[class*=phone]", "[class*=number]")

    proceed = Control("Продолжить", BUTTON)

    login = Field(
        "поле для телефона или почты",
        words=("Телефон или почта", "Телефон", "Phone or email"),
        autocomplete=("username",),
        names=("login",),
    )
    password = Field(
        "поле для пароля VK",
        words=("Пароль", "Password"),
        autocomplete=("current-password",),
        names=("password",),
        types=("password",),
        secret=True,
    )
    code = Field(
        "поле для кода подтверждения",
        words=("Код из СМС", "Код подтверждения", "Code from SMS"),
        autocomplete=("one-time-code",),
        names=("otp",),
    )
    method = Element("выбор способа подтверждения", "[data-test-id=verificationMethod_password]")
    consent = Element("предложение войти с учётной записью", "[data-test-id=continue-as-button]")
    captcha = Element("проверка «Я не робот»", "[class*=captcha] input[type=checkbox], iframe[src*=captcha]")
    offered = Element("учётная запись, которую предлагает VK", "[data-test-id=continue-as-account]")
    complaint = Element("сообщение об ошибке", "#auth-popup-description")
    notice = Element("сообщение формы VK", "[role=status]")
    cancel = Element("кнопка отказа", "button:text-is('Отмена')")
    resend = Element("кнопка, которая просит новый код", "button:text-is('Отправить код ещё раз')")
    other_method = Element("кнопка другого способа", "[data-test-id=other-verification-methods]")
    other_account = Element("кнопка другого аккаунта", "button:text-is('Войти в другой аккаунт')")

    def screen(self) -> Screen:
        """Say which screen is shown, waiting for one. Raises `Mismatch` when the form shows none that is known."""
        page = self.surface()
        shown = reduce(Locator.or_, (self.mark(name).on(page) for name in get_args(Screen)))
        if not self.windows.comes(lambda: appears(shown, self.windows.patience_ms)):
            headings = page.get_by_role("heading").filter(visible=True).all_inner_texts()
            title = f"экран «{headings[0]}»" if headings else "пустой экран"
            fields = fields_on(page)
            there = f", поля: {fields}" if fields else ", полей на нём нет"
            raise Mismatch(
                "один из известных экранов формы VK", f"{title}{there}{self.windows.frames_beside(page)}"
            )
        # The screen that appeared may give way to the next one before it is asked for its name.
        found: Screen | None = self.windows.await_state(lambda: self._screen_on(page))
        if found is None:
            raise Mismatch("один из известных экранов формы VK", "экраны сменяют друг друга")
        return found

    def _screen_on(self, page: Surface) -> Screen | None:
        return next((name for name in get_args(Screen) if self.mark(name).on(page).count()), None)

    def choose_password(self) -> None:
        """Press «Пароль» among the ways to confirm."""
        self.method.find().click(timeout=self.windows.patience_ms)

    def offers(self, full_name: str, phone: str) -> bool:
        """Say whether the account on offer is the one with this name and telephone, as far as VK shows them.

        VK masks the telephone; the digits that are left have to stand at the same places from the end, and a
        name, where one is shown, has to be the account's.
        """
        text = self.offered.find().inner_text()
        return _same_phone(text, phone) and full_name.casefold() in " ".join(text.split()).casefold()

    def mark(self, screen: Screen) -> BoundElement:
        """Return what a screen is known by."""
        marks: dict[Screen, BoundElement] = {
            "login": self.login,
            "password": self.password,
            "code": self.code,
            "method": self.method,
            "consent": self.consent,
            "captcha": self.captcha,
        }
        return marks[screen]


def _same_phone(text: str, phone: str) -> bool:
    """Compare the digits of a masked telephone in a text with a whole one, place by place from the end."""
    masked = re.search(r"\+?\d[\d\s()•*·\-–]{8,}\d", text)
    if masked is None:
        return False
    shown = [sign for sign in masked[0] if sign.isdigit() or sign in "•*·"]
    whole = [sign for sign in phone if sign.isdigit()]
    pairs = list(zip(reversed(shown), reversed(whole), strict=False))
    return len(pairs) >= 10 and all(sign in "•*·" or sign == digit for sign, digit in pairs)
