"""A visit: who goes, in which browser, to which places, and what is known of them so far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Literal, Protocol

from playwright.sync_api import BrowserContext, Locator, Page

from flows.diary_chats.student import Student
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.vk_messenger import VkMessenger
from pages.vk_id.vk_id_form import VkIdForm
from verifier.redaction.pages import Privacy
from verifier.screen.control import BoundControl, Control
from verifier.screen.place import Place
from verifier.screen.sites import Sites
from verifier.screen.trouble import Likeness
from verifier.screen.windows import Windows
from verifier.walk.evidence import Looked
from verifier.walk.journal import ActionKind
from verifier.walk.proof import Proof

PLACES = (DiaryLogin, ChatsTab, VkIdForm, VkMessenger)
Door = Literal["enter", "enter_sferum"]


class Record(Protocol):
    """The product's own record, for targets that let it be asked behind the browser's back."""

    def linked(self, student: Student) -> bool:
        """Say whether the record shows the student's VK account as linked to the diary."""

    def access(self, student: Student) -> bool:
        """Say whether VK ID would still let the diary at the student's VK account."""


class Visit:
    """What every verb of a walk needs: the student, the windows, the places, and the proof that is being given.

    What is done and seen is noted in the proof of the step that is being taken, if there is one.
    """

    def __init__(
        self,
        context: BrowserContext,
        sites: Sites,
        student: Student,
        *,
        patience_ms: float,
        record: Record | None = None,
        door: Door = "enter",
        privacy: Privacy | None = None,
    ) -> None:
        self.student = student
        self.windows = Windows(context, sites, patience_ms)
        self.diary_login = DiaryLogin(self.windows)
        self.chats_tab = ChatsTab(self.windows)
        self.vk_id_form = VkIdForm(self.windows)
        self.messenger = VkMessenger(self.windows)
        self.places: tuple[Place, ...] = (self.diary_login, self.chats_tab, self.vk_id_form, self.messenger)
        self.door: BoundControl = getattr(self.messenger, door)
        self.privacy = privacy or Privacy(student.secrets)
        self._record = record
        self._met: dict[Control, Likeness] = {}
        self._known = [control.label for place in self.places for control in place.controls()]
        self._stood: dict[Control, tuple[float, float]] = {}
        self._place: Place | None = None
        self._proof: Proof | None = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do something that serves the proof but is not what the sentence tells the reader to do or to see."""
        with self._proof.evidence.aside() if self._proof is not None else nullcontext():
            yield

    @contextmanager
    def _acting(self, kind: ActionKind, label: str) -> Iterator[None]:
        with self._proof.acting(kind, label) if self._proof is not None else nullcontext():
            yield

    def _find(self, control: BoundControl) -> Locator:
        found = control.find(self._known, self._met.get(control.control))
        if found.likeness is not None:
            self._met[control.control] = found.likeness
            if self._proof is not None:
                self._proof.drifts(control, found.likeness)
        return found.locator

    def _turn_to(self, place: Place) -> Page:
        page = place.window()
        self._place = place
        return page

    def _turn_over(self) -> None:
        if self._proof is not None:
            self._proof.evidence.turn_over()

    def _sees(self, place: Place, page: Page, *looked: Looked) -> None:
        if self._proof is not None:
            self._proof.evidence.sees(place, page, *looked)
