"""The local stand as the engine knows stands: how it is started, whom it makes, what its own records say."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flows.diary_chats.student import Student
from flows.vk_id.stand import VkStand, private_of, weather_option
from stand.defects import CATALOGUE, ORDERS, Defect, named
from stand.people import LinkWindow
from stand.server import LOOPBACK, Stand
from stand.server import Student as StandStudent
from stand.variants import VARIANTS, Variant, chosen
from stand.variants.catalogue import all_on, link_window_of
from stand.weather import forecast
from verifier.authoring import Name, Newcomer

_REMEMBERED = 20
"""So many newcomers a stand knows at once; a worker has one for the test that it runs, and a run may have thousands."""


class RunningStand(VkStand):
    """A stand that runs, with the defect and the variants that it was given on purpose."""

    def __init__(self, stand: Stand, defect: Defect | None, variants: Sequence[Variant] = ()) -> None:
        super().__init__(stand)
        self.defect = defect
        self._newcomers: deque[StandStudent] = deque()
        self.variants = tuple(variants)

    @property
    def conditions(self) -> str:
        """The defect and variants that it has and the weather over it, as the options that repeat them."""
        return conditions_of(self.stand, self.defect, self.variants)

    def newcomer(self) -> Newcomer:
        """Make a fresh pupil and a VK account; those whose tests are long over are forgotten."""
        if len(self._newcomers) == _REMEMBERED:
            self.stand.forget(self._newcomers.popleft())
        self._newcomers.append(self.stand.new_student(link_window=self.link_window))
        return self.made(self._newcomers[-1])

    def made(self, student: StandStudent) -> Newcomer:
        """Return somebody whom the stand has made as the engine knows him or her."""
        return Newcomer(as_walked(self.stand, student), StandRecord(self.stand, student), is_invented=True)

    @property
    def link_window(self) -> LinkWindow:
        """Where the diary opens VK's form: as its variants or its defect have it, else in the same window."""
        if (asked := link_window_of(self.variants)) is not None:
            return asked
        return self.defect.link_window if self.defect else "same"

    def everyone(self) -> Iterator[str]:
        """Yield what must not be told of the people whom it has made."""
        return everyone_on(self.stand)


class StandOfSchoolChats:
    """How the stand is started."""

    def settle(self, defect: str | None, weather: str | None, variants: Sequence[str] = ()) -> str | None:
        """Check all of them, and return the weather with a seed.

        Raises `UnknownDefectError`, `VariantError` and `UnknownWeatherError`, one line each.
        """
        chosen(variants)
        if defect:
            named(defect)
        return str(forecast(weather)) if weather else None

    @contextmanager
    def start(
        self, host: str | None, defect: str | None, weather: str | None, variants: Sequence[str] = ()
    ) -> Iterator[RunningStand]:
        """Yield a stand that runs while the block lasts."""
        asked, over_it, others = (named(defect) if defect else None), forecast(weather), chosen(variants)
        with (
            Stand(host=host or LOOPBACK) as stand,
            asked.on(stand) if asked else contextlib.nullcontext(),
            all_on(stand, others),
            stand.faults.weather(over_it.weather, over_it.seed),
        ):
            yield RunningStand(stand, asked, others)

    def defects(self) -> str:
        """Return a line for every defect of the catalogue: name, claim, verdict and what is wrong."""
        return "\n".join(
            f"{one.name:<32} {one.claim:<17} {one.verdict:<12} {one.sentence}"
            for one in (*CATALOGUE, *ORDERS)
        )

    def variants(self) -> str:
        """Return a line for every variant: name and what is other than usual."""
        return "\n".join(f"{one.name:<24} {one.sentence}" for one in VARIANTS)

    def told(self, weather: str) -> str:
        """Return what a weather is like."""
        return forecast(weather).weather.sentence


def as_walked(stand: Stand, made: StandStudent) -> Student:
    """Return a student of the stand as the walk takes one."""
    pupil, vk, diary = made.pupil, made.vk, stand.diary
    return Student(
        login=pupil.login,
        password=pupil.password,
        name=f"{pupil.surname} {pupil.firstname}",
        vk_login=vk.phone,
        vk_password=vk.password,
        vk_name=vk.full_name,
        vk_code=lambda: stand.vk_id.records.last_code(vk.phone),
        diary_code=(lambda: diary.second_step.last_code(pupil.login)) if diary.second_step.by else None,
        gosuslugi_login=pupil.login if diary.gosuslugi.is_open else "",
        gosuslugi_password=pupil.password if diary.gosuslugi.is_open else "",
        private=(pupil.full_name, *map(Name, pupil.full_name.split()), vk.email),
    )


def everyone_on(stand: Stand) -> Iterator[str]:
    """Yield what must not be told of the people whom the stand has made."""
    for student in stand.students:
        yield from as_walked(stand, student).secrets
    for account in stand.vk_accounts:
        yield from private_of(account)


def conditions_of(stand: Stand, defect: Defect | None = None, variants: Sequence[Variant] = ()) -> str:
    """Say what a walk is in for on a stand, as the options that repeat it: defect, variants, the weather over it."""
    asked = [f"--defect {defect.name}"] if defect else []
    asked += [f"--variant {one.name}" for one in variants]
    return " ".join(filter(None, (*asked, weather_option(stand))))


class StandRecord:
    """The stand's own record of who is linked to whom."""

    def __init__(self, stand: Stand, made: StandStudent) -> None:
        self._stand = stand
        self._made = made

    def linked(self, student: Student) -> bool:
        """Say whether the student's own VK account, and no other, is linked."""
        if student.login != self._made.pupil.login:
            raise ValueError("this record was made for another student")
        return self._stand.linked_vk_user(self._made.pupil) == self._made.vk.user_id

    def access(self, student: Student) -> bool:
        """Say whether the diary holds a token for the student's own VK account that VK ID would take."""
        if student.login != self._made.pupil.login:
            raise ValueError("this record was made for another student")
        diary = self._stand.diary.client_id
        return self._stand.vk_id.records.live_tokens(diary, self._made.vk.user_id) > 0
