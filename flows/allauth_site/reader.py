"""The reader who takes the walk: a member's account of the site, and the VK account meant to be connected to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from verifier.authoring import Codes, Person, Visitor, Walk, one_time_codes, variable


@dataclass(frozen=True)
class Reader(Person):
    """A member with two accounts. `login` is the user name, `vk_name` how VK ID, and so the site, calls the reader."""

    login: str = variable("SITE_LOGIN", unique=True)
    password: str = variable("SITE_PASSWORD")
    vk_login: str = variable("VK_LOGIN", unique=True)
    vk_password: str = variable("VK_PASSWORD")
    vk_name: str = variable("VK_NAME", name=True)
    email: str = variable("SITE_EMAIL", optional=True)
    vk_code: Codes | None = one_time_codes("VK", asked_by="VK")


ReaderVisitor: TypeAlias = Visitor[Reader]
ReaderWalk: TypeAlias = Walk[Reader]
