"""What a target is: its fields, what they may hold, and what is said of those that hold something else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from verifier.product import Product
from verifier.screen.sites import Sites
from verifier.targets import fields

Allowed = Literal["everything", "look-only"]
"""Whether a walk may change anything in the accounts of a target, or only look."""

Origin = Annotated[str, AfterValidator(fields.origin)]
Seconds = Annotated[float, Field(gt=0, strict=False, allow_inf_nan=False)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _View(_Table):
    """How long a walk waits, and through which eyes it sees. Times are in seconds.

    `patience_s` is how long a step waits for the page, `test_s` how long a test may last; None leaves that to
    pytest's own setting. `product` is the name of what is walked there. `device` is a name of Playwright's list;
    without one, `viewport` is the window's size.
    """

    product: str
    patience_s: Annotated[Seconds, Field(le=300)] = 5
    test_s: Annotated[Seconds, Field(le=3600)] | None = None
    viewport: Annotated[str, AfterValidator(fields.viewport)] | None = None
    device: Annotated[str, AfterValidator(fields.device)] | None = None
    locale: Annotated[str, AfterValidator(fields.locale)] = "ru-RU"
    timezone: Annotated[str, AfterValidator(fields.timezone)] = "Europe/Moscow"

    _declared: Product = PrivateAttr()

    @property
    def declared(self) -> Product:
        """The product, as it is declared."""
        return self._declared

    def belongs_to(self, product: Product) -> None:
        """Take note of what the product is."""
        self._declared = product

    @model_validator(mode="after")
    def _one_size(self) -> _View:
        if self.device and self.viewport:
            raise ValueError("заданы и device, и viewport; оставьте что-нибудь одно")
        return self

    @property
    def size(self) -> dict[str, int] | None:
        """The window's width and height, None where nobody has said."""
        if self.viewport is None:
            return None
        width, height = self.viewport.split("x")
        return {"width": int(width), "height": int(height)}


class StandTarget(_View):
    """The local stand, started by the suite itself."""

    kind: Literal["stand"]

    @property
    def called(self) -> str:
        """What readers call it."""
        return "стенд"

    @property
    def sites(self) -> Sites:
        """The documented addresses."""
        return Sites(self.declared.systems)

    @property
    def allowed(self) -> Allowed:
        """A stand's accounts are made for one test each: everything may be done to them."""
        return "everything"


class BasicAuth(_Table):
    """Name and password that a web server asks for before it shows anything (RFC 7617).

    They are given to one system alone, the first unless `system` names another, or with `"all"` to whichever server
    asks.
    """

    user: str = Field(min_length=1, repr=False)
    password: str = Field(min_length=1, repr=False)
    system: str = ""


class Proxy(_Table):
    """The proxy through which a target is reached, and the hosts that are reached without it."""

    server: Annotated[str, AfterValidator(fields.proxy)]
    bypass: Annotated[list[str], AfterValidator(fields.hosts)] = Field(default_factory=list)
    user: str = Field(default="", repr=False)
    password: str = Field(default="", repr=False)


class SiteTarget(_View):
    """Systems that are reached over the network. Times are in seconds.

    `systems` has the origins of each system of the product, by its name; in the file each is a field of its own.
    `allowed` is look-only unless the file says otherwise. `check_s` is how long `--check` waits for one system.
    `accounts` is what the names of the accounts' variables begin with. `extra_headers` go with every request of
    the browser, whatever host it is for. `certificate_authority` is a PEM file whose authorities are trusted
    besides the usual ones.
    """

    kind: Literal["site"]
    systems: dict[str, Annotated[list[Origin], Field(min_length=1)]]
    accounts: Annotated[str, AfterValidator(fields.prefix)]
    allowed: Allowed = "look-only"
    patience_s: Annotated[Seconds, Field(le=300)] = 20
    check_s: Annotated[Seconds, Field(le=120)] = 10
    basic_auth: BasicAuth | None = None
    extra_headers: Annotated[dict[str, str], AfterValidator(fields.headers)] = Field(
        default_factory=dict, repr=False
    )
    certificate_authority: Annotated[Path, Field(strict=False), AfterValidator(fields.authority)] | None = (
        None
    )
    proxy: Proxy | None = None
    _told: tuple[str, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _systems_apart(self) -> SiteTarget:
        origins = [origin for system in self.systems.values() for origin in system]
        if len({one.casefold() for one in origins}) < len(origins):
            raise ValueError("у двух систем один адрес; назовите свой для каждой")
        return self

    @property
    def called(self) -> str:
        """What readers call it; empty where that is its name."""
        return ""

    @property
    def sites(self) -> Sites:
        """The target's addresses."""
        moved = {name: tuple(origins) for name, origins in self.systems.items()}
        return Sites(self.declared.systems, moved)

    @property
    def authenticated(self) -> str:
        """The system that asks for `basic_auth`, or "all"."""
        asked = self.basic_auth.system if self.basic_auth else ""
        return asked or self.declared.systems[0].name

    def learn(self, told: Mapping[tuple[str, ...], Any]) -> None:
        """Count header values that came from variables, by place, among the secrets."""
        self._told = tuple(str(value) for place, value in told.items() if place[0] == "extra_headers")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no report may hold of the target itself: passwords, and header values that come from variables."""
        found = [*self._told]
        if self.basic_auth:
            found += [self.basic_auth.password, fields.basic(self.basic_auth.user, self.basic_auth.password)]
        if self.proxy and self.proxy.password:
            found += [self.proxy.password, fields.basic(self.proxy.user, self.proxy.password)]
        return tuple(found)


Target = StandTarget | SiteTarget
