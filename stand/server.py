"""The object that starts a stand and makes people for it."""

from __future__ import annotations

import asyncio
import functools
import itertools
import secrets
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from stand import people
from stand.absolute_form import in_origin_form
from stand.addresses import IM, Addresses, netloc
from stand.diary.app import Diary
from stand.direct_addresses import DirectAddresses
from stand.faults import Faults
from stand.gateway import Gateway
from stand.messenger.app import Messenger
from stand.neighbour import Neighbour
from stand.operator_page.app import OperatorPage
from stand.people import LinkWindow, Pupil, SecondStep, VkAccount
from stand.rewriting import Rewriting
from stand.shared import Shared
from stand.vk_id.app import VkId

LOOPBACK = "127.0.0.1"
"""Where a stand listens unless it is told otherwise: nobody on another machine can meet it."""


@dataclass(frozen=True)
class Student:
    """A pupil together with the VK account meant for him or her."""

    pupil: Pupil
    vk: VkAccount


def entry(student: Student) -> dict[str, str]:
    """Return what a program outside has to know of a student in order to walk as one."""
    pupil, vk = student.pupil, student.vk
    return {
        "diary_login": pupil.login,
        "diary_password": pupil.password,
        "diary_name": f"{pupil.surname} {pupil.firstname}",
        "vk_login": vk.phone,
        "vk_password": vk.password,
        "vk_name": vk.full_name,
        "second_step": vk.second_step,
    }


class Stand:
    """The three systems behind one gateway, run in a thread of its own.

    Use it as a context manager, or `start` and `stop` it. With `direct` its systems are also reached at their own
    addresses, as any site is: without its proxy, by clients that trust its authority. `neighbours` are other sites
    that its gateway leads to as well, by the name under which `faults` and `rewriting` know them. `crashes` holds the
    traceback of every request that the stand's own code failed on: it should stay empty.
    """

    def __init__(
        self,
        addresses: Addresses | None = None,
        host: str = LOOPBACK,
        port: int = 0,
        *,
        link_window: LinkWindow = "same",
        direct: DirectAddresses | None = None,
        neighbours: Mapping[str, Neighbour] | None = None,
    ) -> None:
        self.addresses = addresses or (direct.addresses if direct else Addresses())
        self.shared = Shared(self.addresses)
        self.clock = self.shared.clock
        self.vk_id = VkId(self.shared)
        self.diary = Diary(self.shared)
        self.messenger = Messenger(self.shared)
        self.students: list[Student] = []
        self.vk_accounts: list[VkAccount] = []
        self.operator_page = OperatorPage(
            self.shared,
            self.vk_id.records,
            self.students,
            self.vk_accounts,
            state=self.state,
            enrol=lambda: entry(self.new_student()),
            forget=self.forget,
        )
        self.vk_id.records.add_client(self.diary.client_id, "Электронный дневник", [self.diary.redirect_uri])
        callbacks = [f"{origin}/auth/callback" for origin in (self.addresses.messenger, IM)]
        self.vk_id.records.add_client(self.messenger.client_id, "VK Мессенджер", callbacks)
        self.faults = Faults()
        self.rewriting = Rewriting()
        self.crashes: list[str] = []
        self._host = host
        self._link_window = link_window
        self._numbers = itertools.count()
        self._telephones = itertools.count(secrets.randbelow(10**7))
        self._apps: Mapping[str, ASGIApp] = {
            "diary": self.diary.app,
            "vk_id": self.vk_id.app,
            "vk_id_former": self.vk_id.app,
            "messenger": self.messenger.app,
            "messenger_im": self._im,
            "stand": self.operator_page.app,
            **{name: neighbour.app for name, neighbour in (neighbours or {}).items()},
        }
        self._hosts = self.addresses.hosts() | {
            netloc(neighbour.origin): name for name, neighbour in (neighbours or {}).items()
        }
        self.gateway = Gateway(
            self._answer,
            set(self._hosts),
            host,
            port,
            width=self.faults.bytes_per_second,
            direct=direct.sockets if direct else (),
        )
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: asyncio.Event | None = None

    @property
    def proxy(self) -> str:
        """The proxy through which alone the stand is reached, as `http://host:port`."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.gateway.port}"

    def start(self) -> Self:
        """Start serving and return when the port is open. Raises `OSError` when the port is taken."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="stand", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def stop(self) -> None:
        """Stop serving and forget everything."""
        if self._loop is not None and self._closing is not None:
            self._loop.call_soon_threadsafe(self._closing.set)
        if self._thread is not None:
            self._thread.join()
        self.shared.database.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def new_student(
        self,
        *,
        link_window: LinkWindow | None = None,
        second_step: SecondStep = "password",
        names: people.Person | None = None,
    ) -> Student:
        """Make a pupil of the diary and a VK account with chats, known to nobody else and not linked yet."""
        number = next(self._numbers)
        names = names or people.person(number)
        pupil = self.diary.records.add_pupil(
            login=f"uchenik{number + 1}.{secrets.token_hex(3)}@shkola.test",
            password=people.password(),
            surname=names.surname,
            firstname=names.firstname,
            middlename=names.middlename,
            group_name="7 «Б»",
            institution_name="Школа № 1000 (вымышленная)",
            link_window=link_window or self._link_window,
        )
        student = Student(pupil, self.new_vk_account(second_step=second_step, names=names))
        self.students.append(student)
        return student

    def forget(self, student: Student) -> None:
        """Forget a student and the VK account made with him or her: a stand lives longer than its tests."""
        self.students.remove(student)
        self.vk_accounts.remove(student.vk)
        self.diary.records.forget(student.pupil)
        self.vk_id.records.forget_account(student.vk.user_id)
        self.messenger.records.forget(student.vk.user_id)

    def new_vk_account(
        self, *, second_step: SecondStep = "password", names: people.Person | None = None
    ) -> VkAccount:
        """Make a VK account with chats of its own; without `names` it is somebody else's."""
        names = names or people.person(next(self._numbers))
        account = self.vk_id.records.add_account(
            phone=f"+7900{next(self._telephones) % 10**7:07d}",
            email=f"vk.{secrets.token_hex(4)}@pochta.test",
            password=people.password(),
            first_name=names.firstname,
            last_name=names.surname,
            sex=names.sex,
            birthday=people.birthday(),
            second_step=second_step,
        )
        for title, messages in people.CHATS:
            self.messenger.records.add_chat(account.user_id, title, messages, profile="edu")
        self.vk_accounts.append(account)
        return account

    def link(self, pupil: Pupil, account: VkAccount) -> None:
        """Link a VK account to a pupil as if they had gone through VK's form, token included."""
        tokens = self.vk_id.issue_tokens(self.diary.client_id, account.user_id)
        self.diary.records.link(pupil.id, account.user_id, account.full_name, tokens)

    def linked_vk_user(self, pupil: Pupil) -> int | None:
        """Return the VK user whom the diary's own record shows as linked to the pupil."""
        return self.diary.records.linked_vk_user(pupil.id)

    def is_linked(self, student: Student) -> bool:
        """Say whether the diary's own record shows the student's own VK account, and no other, as linked."""
        return self.linked_vk_user(student.pupil) == student.vk.user_id

    def state(self, student: Student) -> dict[str, object]:
        """Return what the systems' records have of a student, by the `diary_login` that tells whose it is.

        `linked` and `granted` are about the student's own VK account; `chats` has the titles of its chats.
        """
        vk_user = student.vk.user_id
        return {
            "diary_login": student.pupil.login,
            "linked": self.is_linked(student),
            "granted": self.vk_id.records.live_tokens(self.diary.client_id, vk_user) > 0,
            "chats": [chat.title for chat in self.messenger.records.chats(vk_user, "edu")],
        }

    async def _serve(self) -> None:
        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        trust = self.gateway.trust()
        self.shared.client = lambda: httpx.AsyncClient(proxy=self.proxy, verify=trust, timeout=10)
        try:
            await self.gateway.start()
        except OSError as error:
            self._failure = error
            return
        finally:
            self._ready.set()
        await self._closing.wait()
        await self.gateway.stop()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = in_origin_form(scope)
        host = dict(scope["headers"]).get(b"host", b"").decode("ascii", "replace")
        system = self._system(host)
        if system is None:
            await PlainTextResponse(f"This stand does not answer for {host}.\n", 421)(scope, receive, send)
            return
        app = functools.partial(self.rewriting.pass_on, self._apps[system], system)
        try:
            await self.faults.pass_on(app, system, scope, receive, send)
        except ClientDisconnect:
            return  # hung up in the middle of its body, as a page does that closes: nobody waits for an answer
        except Exception:
            self.crashes.append(traceback.format_exc())
            raise

    @contextmanager
    def at_im(self) -> Iterator[None]:
        """Let the messenger answer at vk.com too."""
        place = netloc(IM)
        self._hosts[place] = "messenger_im"
        self.gateway.hosts.add(place)
        try:
            yield
        finally:
            self.gateway.hosts.discard(place)
            del self._hosts[place]

    async def _im(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at vk.com: the messenger's pages, its entry at `/im`."""
        is_entry = scope["path"].rstrip("/") == "/im"
        await self.messenger.app({**scope, "path": "/"} if is_entry else scope, receive, send)

    def _system(self, host: str) -> str | None:
        """Return the system that is asked for; None for a host that is none of the stand's, or no host at all."""
        try:
            return self._hosts.get(netloc(f"https://{host}"))
        except ValueError:
            return None
