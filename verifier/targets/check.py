"""`--check`: everything about a target that can be verified without a browser, a line for each with the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from verifier.targets.errors import TargetError
from verifier.targets.model import SiteTarget, Target
from verifier.targets.reach import Address, Answer, UnreachedError, days_left, places, resolve, trust, visit
from verifier.text.refusals import one_line

SOON_DAYS = 14
"""A certificate that lasts no longer than this is told of in time."""

EXIT_OK, EXIT_INPUT, EXIT_ENVIRONMENT = 0, 4, 11
_SERVER_ERRORS = range(500, 600)
_REMEDIES = {
    401: "задайте basic_auth в targets.toml или исправьте имя и пароль",
    403: "проверьте, открыт ли доступ с этой машины: адрес, VPN, extra_headers",
    404: "проверьте адрес в targets.toml: страницы, с которой начинают, там нет",
    407: "задайте имя и пароль в поле proxy",
    421: "проверьте имя узла в targets.toml: сервер не считает его своим",
    429: "подождите: система просит не спрашивать так часто",
}


@dataclass(frozen=True)
class Line:
    """One thing that was verified; `remedy` is empty where it is in order. `is_input` if a tester wrote it wrong."""

    told: str
    remedy: str = ""
    is_input: bool = False

    def __str__(self) -> str:
        return one_line(f"✗ {self.told}; {self.remedy}" if self.remedy else f"✓ {self.told}")


def check_target(name: str, target: Target, accounts: Callable[[], str]) -> Iterator[Line]:
    """Yield a line for the file, the accounts, and for name, certificate and answer of each system.

    `accounts` says how many there are, or raises `ValueError` with a line that tells what is wrong with them.
    """
    yield Line(f"targets.toml: цель {name} описана верно; {_permission(target)}")
    if not isinstance(target, SiteTarget):
        yield Line("стенд запускает сам прогон: учётных записей и сети не нужно")
        return
    try:
        yield Line(f"учётные записи: {accounts()}")
    except ValueError as error:
        told, _, remedy = str(error).rpartition("; ")
        yield Line(told or remedy, remedy, is_input=True)
    every = list(places(target))
    with ThreadPoolExecutor(len(every)) as together:
        for lines in together.map(partial(_system, target), every):
            yield from lines


def refused(error: TargetError) -> Line:
    """Return the line for a target that cannot even be read."""
    told, _, remedy = str(error).rpartition("; ")
    return Line(told, remedy, is_input=True) if told else Line(remedy, "исправьте его", is_input=True)


def exit_code(lines: list[Line]) -> int:
    """Return 4 when file or accounts are wrong, else 11 when the network or a system is, else 0."""
    wrong = [line for line in lines if line.remedy]
    if not wrong:
        return EXIT_OK
    return EXIT_INPUT if any(line.is_input for line in wrong) else EXIT_ENVIRONMENT


def _permission(target: Target) -> str:
    return "разрешено всё" if target.allowed == "everything" else "только просмотр"


def _system(target: SiteTarget, place: Address) -> list[Line]:
    """Verify one system up to the first thing that is wrong: what comes after would fail for the same reason."""
    try:
        found = resolve(target, place)
    except UnreachedError as error:
        return [_wrong(place, error)]
    where = "имя ищет прокси" if found is None else f"имя находится: {', '.join(found)}"
    lines = [Line(f"{place.name}: {where}")]
    try:
        answer = visit(target, place, trust(target))
    except UnreachedError as error:
        return [*lines, _wrong(place, error)]
    return [*lines, _certificate(place, answer), _answer(place, answer)]


def _wrong(place: Address, error: UnreachedError) -> Line:
    return Line(f"{place.name}: {error.observed}", error.remedy)


def _certificate(place: Address, answer: Answer) -> Line:
    until = f"{answer.certificate.not_valid_after_utc:%d.%m.%Y}"
    left = days_left(answer.certificate)
    warning = f" — скоро: осталось дней {left}, пора обновить" if left <= SOON_DAYS else ""
    return Line(f"{place.name}: сертификат верен до {until}{warning}")


def _answer(place: Address, answer: Answer) -> Line:
    seconds = f"{answer.seconds:.1f}".replace(".", ",")
    told = f"{place.name}: ответ {answer.status} за {seconds} с"
    if answer.status in _SERVER_ERRORS:
        return Line(told, "система неисправна: сообщите тем, кто её ведёт, и повторите позже")
    if answer.status == 404 and place.system.page_optional:
        return Line(told)
    if answer.status < 400:
        return Line(told)
    return Line(
        told, _REMEDIES.get(answer.status, "откройте этот адрес в браузере и посмотрите, что он говорит")
    )
