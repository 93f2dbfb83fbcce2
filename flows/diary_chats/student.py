"""The student who takes the walk: two accounts and what is private about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Student:
    """A diary account and the VK account meant to be linked to it. Its `repr` shows nothing of them.

    `name` is how the diary calls the student, empty where nobody told; `vk_code` returns the newest one-time code
    that VK has sent, or is None where nobody can know it; `vk_name` is the VK account's first and last name,
    `private` whatever else must never be shown.
    """

    login: str = field(repr=False)
    password: str = field(repr=False)
    vk_login: str = field(repr=False)
    vk_password: str = field(repr=False)
    name: str = field(repr=False, default="")
    vk_name: str = field(repr=False, default="")
    vk_code: Callable[[], str | None] | None = field(repr=False, default=None)
    private: tuple[str, ...] = field(repr=False, default=())

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that no report may hold."""
        names = (self.vk_name, *self.vk_name.split(), self.name, *self.name.split())
        values = (self.password, self.vk_password, self.login, self.vk_login, *names, *self.private)
        return tuple(dict.fromkeys(value for value in values if value))
