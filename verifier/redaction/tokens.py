"""What a token looks like and what it is called: how to know one that nobody has told of."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"(?:^|[_\-.\s])(?:pass(?:word|wd|phrase)?|pwd|otp|pin|totp|secret|token|jwt|csrf|xsrf|nonce|state|sid|auth"
    r"|authorization|session|sessionid|cookie|signature|hash|verifier|challenge|credentials?|captcha|phone|email|mail"
    r"|login|user_?name|api_?key|device_?id|code|access|refresh|id_token)(?:$|[_\-.\s])",
    re.IGNORECASE,
)
NAME_WORDS = (
    *(
        "pass",
        "pwd",
        "otp",
        "pin",
        "secret",
        "token",
        "jwt",
        "csrf",
        "xsrf",
        "nonce",
        "state",
        "sid",
        "auth",
        "session",
    ),
    *(
        "cookie",
        "signature",
        "hash",
        "verifier",
        "challenge",
        "credential",
        "captcha",
        "phone",
        "mail",
        "login",
    ),
    *("user_name", "username", "api_key", "apikey", "device_id", "deviceid", "code", "access", "refresh"),
)
"""What every name that `is_called_secret` has in it."""
_ABOUT = re.compile(
    r"[_\-.\s](?:method|type|uri|url|in|at|label|title|hint|error|length|mode|policy)$", re.IGNORECASE
)
_HUMP = re.compile(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])")
_TOKEN = re.compile(r"[A-Za-z0-9_\-]{16,}")
_TURN = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[A-Za-z])")
_TURNS = 4
_PLAIN = re.compile(
    r"[A-Za-zА-Яа-яЁё]?[a-zа-яё]*(?:[_\- .][a-zа-яё]+)*|[\d.,:]{1,5}|[A-Z_]{1,12}|[\w.-]+/[\w.+-]+|https?://[^?#]*"
)
_ASSIGNED = re.compile(r"""[\w\]]["']?\s*[=:]\s*["']([\w-]{16,})["']""")
_UNMISTAKABLE = (
    re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}"),  # a JSON Web Token (RFC 7519), cut short or not
    # As vendors mark theirs: two to four letters and a number, a letter, then what is random.
    re.compile(r"\b[a-z]{2,4}\d\.[a-z]\.[\w-]{8,}"),
    re.compile(r"\b(?:bearer|basic)\s+([\w.~+/=-]{8,})", re.IGNORECASE),
    re.compile(r"\b(?:set-)?cookie[\"']?:\s*[\"']?([^\s=\"']+=[^\"'\n]+)", re.IGNORECASE),
    re.compile(
        r"\b(?:access_token|refresh_token|id_token|code_verifier|client_secret|\w*sid)"
        r"[\"']?\s*[:=]\s*[\"']?([^\s\"'&,;}]{8,})",
        re.IGNORECASE,
    ),
    re.compile(r"[?&](?:code|state|device_id|payload|csrf|token|sid)=([^&\s\"'#<>]{4,})", re.IGNORECASE),
    # What is typed into a field or read out of one, as Playwright logs it; what a secret name is given, as pytest shows
    # it.
    re.compile(r"\b(?:fill|type|press_?[sS]equentially|insert_?[tT]ext)\(\\*\"((?:[^\"\\]|\\.)+?)\\*\"\)"),
    re.compile(r"\bunexpected value \\*\"(.+?)\\*\"(?=$|[\n}])", re.MULTILINE),
    re.compile(r"^(?:E\s+)?Actual value: (.*\S)", re.MULTILINE),
    re.compile(
        r"\b(?:\w+_)?(?:password|passwd|pwd|otp|pin|totp|secret)[\"']?\s*[:=]\s*\"((?:[^\"\\\n]|\\.)+)\"",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:\w+_)?(?:password|passwd|pwd|otp|pin|totp|secret)[\"']?\s*[:=]\s*'((?:[^'\\\n]|\\.)+)'",
        re.IGNORECASE,
    ),
    # A telephone number as a site shows it to its owner, with most digits masked.
    re.compile(r"\+?[78][\s(]*\d{3}[\s)]*[•*·][•*·\s-]{3,}\d{2}\b"),
    # What stands in a field, as an accessibility snapshot tells it.
    re.compile(
        r"^(?:E?\s*)- '?(?:textbox|searchbox|combobox|spinbutton)\b[^:\n]*(?:\"[^\"\n]*\")?[^:\n]*: (.+)$",
        re.MULTILINE,
    ),
)


def is_called_secret(name: str) -> bool:
    """Say whether a header, field, parameter, cookie or key of this name holds something secret or personal."""
    return _NAMES.search(_HUMP.sub("_", name)) is not None and not is_about(name)


def is_about(name: str) -> bool:
    """Say whether a name is of something that is told of a field, such as how its value is to be read."""
    return _ABOUT.search(_HUMP.sub("_", name)) is not None


def words_of(name: str) -> list[str]:
    """Return the words of a name, `first` and `name` of `firstName`, in small letters."""
    return [word for word in re.split(r"[^a-zа-яё]+", _HUMP.sub("_", name).lower()) if word]


def looks_random(value: str) -> bool:
    """Say whether a value is so long and so mixed that a machine must have made it up."""
    return any(len(_TURN.findall(part[0])) >= _TURNS for part in _TOKEN.finditer(value))


def unmistakable(text: str) -> list[tuple[int, int]]:
    """Return where in a text something stands that is secret by its form alone, whoever made it."""
    known = [match.span(match.lastindex or 0) for one in _UNMISTAKABLE for match in one.finditer(text)]
    return known + [match.span(1) for match in _ASSIGNED.finditer(text) if looks_random(match[1])]


def is_worth_learning(value: str) -> bool:
    """Say whether a value under a telling name is worth looking for elsewhere: a plain word is too common for that."""
    return bool(value) and not _PLAIN.fullmatch(value)
