"""What a test is about, in Allure's terms: identity, labels, parameters and links into the instruction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from allure_commons.model2 import Label, Link, Parameter
from allure_commons.types import LabelType, ParameterMode, Severity
from allure_pytest.utils import ParsedPytestNodeId

from reports.journals import texts
from verifier.text.model import Claim, Instruction
from verifier.walk.journal import Journal

_WHOLE = "Инструкция целиком"
_NOT_REACHED = "До инструкции не дошло"
_THE_SUITE = "Сам набор проверок"
_SCENARIOS = "tests/scenarios"
ROOMS = {
    "tests/accounts": "Учётные записи",
    "tests/defects": "Каталог дефектов",
    "tests/engine": "Движок",
    "tests/explorer": "Исследование в любом порядке",
    "tests/field": "Полевая проверка",
    "tests/recording": "Запись за человеком",
    "tests/rehearsal": "Ночи в CI",
    "tests/remote": "Браузеры на других машинах",
    "tests/reports": "Отчёты",
    "tests/stand": "Стенд",
    "tests/suite": "Прогон",
    "tests/survey": "Осмотр страниц",
    "tests/text": "Текст и устройство",
    "tests/tools": "Установка",
    "tests/variants": "Варианты стенда",
}
"""The features of tests that walk nothing, by their folders."""


def parts(nodeid: str) -> ParsedPytestNodeId:
    """Return the parts of a test's name; what a journal from elsewhere calls its test may be none of pytest's."""
    return ParsedPytestNodeId(nodeid if "::" in nodeid else f"{nodeid}::")


def full_name(nodeid: str) -> str:
    """Return a test's full name as allure-pytest gives it: `package.module#test`."""
    one = parts(nodeid)
    return f"{'.'.join([one.package, *one.class_names])}#{one.test_function}"


def case_id(nodeid: str) -> str:
    """Return the id that a test shares with its other variants, as allure-pytest gives it."""
    return _digest(full_name(nodeid))


def history_id(nodeid: str, target: str) -> str:
    """Return what makes one test the same from run to run; on another target it is another one."""
    return _digest(f"{nodeid} on {target}")


def parameters(nodeid: str, target: str, journals: Sequence[Journal]) -> list[Parameter]:
    """Return a test's parameters. Only target and variant tell tests apart: a new browser is no new test."""
    _, _, variant = nodeid.rpartition("::")[2].partition("[")
    browsers = sorted({journal.browser for journal in journals})
    products = sorted({journal.product for journal in journals if journal.product})
    made = [Parameter(name="цель", value=target)]
    if variant:
        hidden = ParameterMode.HIDDEN.value  # the test's name shows it
        made.append(Parameter(name="вариант", value=variant.removesuffix("]"), mode=hidden))
    if browsers:
        made.append(Parameter(name="браузер", value=", ".join(browsers), excluded=True))
    if products:
        made.append(Parameter(name="версия системы", value=", ".join(products), excluded=True))
    return made


def labels(nodeid: str, claimed: Sequence[Instruction], journals: Sequence[Journal]) -> list[Label]:
    """Return epics, features, stories and severity; `claimed` are the texts that the run claims to walk.

    A scenario belongs to each text that it walks, and there to the last section of its walk, or to the whole text;
    each claim that it looks at is a story. Nobody gets anywhere without the whole way, so that is a blocker; other
    scenarios are critical, and what only the suite itself needs is normal. How a test has ended does not matter to
    any of it.
    """
    room = "/".join(nodeid.split("/")[:2])
    parts = walked(journals)
    if not parts and room != _SCENARIOS:
        about = [(LabelType.EPIC, _THE_SUITE), (LabelType.FEATURE, ROOMS.get(room, "Прочее"))]
        return _labels(*about, (LabelType.SEVERITY, Severity.NORMAL.value))
    if not parts:
        about = [(LabelType.EPIC, text.title or text.name) for text in claimed]
        return _labels(
            *about, (LabelType.FEATURE, _NOT_REACHED), (LabelType.SEVERITY, Severity.CRITICAL.value)
        )
    whole = [len(claims) == len(text.claims) for text, claims in parts]
    about = []
    for (text, claims), is_whole in zip(parts, whole, strict=True):
        about.append((LabelType.EPIC, text.title or text.name))
        about.append((LabelType.FEATURE, _WHOLE if is_whole else claims[-1].section))
        about += [(LabelType.STORY, claim.id) for claim in claims]
    severity = Severity.BLOCKER if any(whole) else Severity.CRITICAL
    return _labels(*about, (LabelType.SEVERITY, severity.value))


def links(journals: Sequence[Journal], environ: Mapping[str, str]) -> list[Link]:
    """Return a link into the instruction for each claim that a test looks at.

    In GitHub's and GitLab's CI it leads to the very commit; elsewhere it names file and line, for an editor.
    """
    return [
        Link(type="claim", url=_address(claim, environ), name=f"{claim.id} · {claim.place}")
        for _, claims in walked(journals)
        for claim in claims
    ]


def walked(journals: Sequence[Journal]) -> list[tuple[Instruction, list[Claim]]]:
    """Return the claims that some walks were to prove, text by text, in the order of the text."""
    keys = {journal.key(entry) for journal in journals for entry in journal.entries}
    parts = (
        (text, [claim for claim in text.claims if (text.name, claim.id) in keys]) for text in texts(journals)
    )
    return [(text, claims) for text, claims in parts if claims]


def _address(claim: Claim, environ: Mapping[str, str]) -> str:
    file, line = quote(claim.file), f"?plain=1#L{claim.line}"
    if {"GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"} <= environ.keys():
        project = f"{environ['GITHUB_SERVER_URL']}/{environ['GITHUB_REPOSITORY']}"
        return f"{project}/blob/{environ['GITHUB_SHA']}/{file}{line}"
    if {"CI_PROJECT_URL", "CI_COMMIT_SHA"} <= environ.keys():
        return f"{environ['CI_PROJECT_URL']}/-/blob/{environ['CI_COMMIT_SHA']}/{file}{line}"
    return claim.place


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _labels(*pairs: tuple[str, str]) -> list[Label]:
    return [Label(name=name, value=value) for name, value in pairs]
