"""The student who takes the walk: a diary account, and the VK account meant to be linked to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from verifier.authoring import Codes, Person, Visitor, Walk, one_time_codes, variable

Door = Literal["enter", "enter_sferum"]
"""The button by which a student enters VK Мессенджер."""


@dataclass(frozen=True)
class Student(Person):
    """A pupil with two accounts. `name` is how the diary calls him or her, `vk_name` how VK ID does. Whoever has a
    `gosuslugi_login` enters the diary that way, in that `role`."""

    login: str = variable("DIARY_LOGIN", unique=True)
    password: str = variable("DIARY_PASSWORD")
    vk_login: str = variable("VK_LOGIN", unique=True)
    vk_password: str = variable("VK_PASSWORD")
    vk_name: str = variable("VK_NAME", name=True)
    name: str = variable("DIARY_NAME", name=True, optional=True)
    vk_code: Codes | None = one_time_codes("VK", asked_by="VK")
    diary_code: Codes | None = one_time_codes("DIARY", asked_by="дневник")
    gosuslugi_login: str = variable("GOSUSLUGI_LOGIN", optional=True)
    gosuslugi_password: str = variable("GOSUSLUGI_PASSWORD", optional=True)
    role: str = variable("GOSUSLUGI_ROLE", optional=True, public=True)
    door: Door = field(default="enter", kw_only=True)


StudentVisitor: TypeAlias = Visitor[Student]
StudentWalk: TypeAlias = Walk[Student]
