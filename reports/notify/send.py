"""Sends messages through Apprise; addresses hold secrets and are never repeated."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from apprise import Apprise, NotifyFormat
from apprise.utils.parse import parse_urls

from reports.notify.message import Audience, Message

ALWAYS = "NOTIFY_ALWAYS"
"""The environment variable that asks for a message of a green run too; its audiences need no address."""


def send(messages: Sequence[Message], environ: Mapping[str, str], *, optional: bool = False) -> list[str]:
    """Send each message to its audience's addresses; return a line of Russian for each that did not get through.

    One address that fails does not keep the others from being tried. Where messages are `optional`, an audience
    without an address is passed over in silence.
    """
    failures: list[str] = []
    for message in messages:
        addresses = parse_urls(environ.get(message.audience.value, ""))
        if not addresses and not optional:
            failures.append(_nobody(message.audience))
        for number, address in enumerate(addresses, 1):
            if why := _deliver(message, address):
                failures.append(
                    f"{message.audience.value}: адрес {number} {why}; {message.audience.in_words} не сообщено"
                )
    return failures


def _nobody(audience: Audience) -> str:
    return f"{audience.value} не задана: {audience.in_words} не сообщено; задайте адреса в форме Apprise"


def _deliver(message: Message, address: str) -> str:
    """Return why an address did not get the message; empty when it did."""
    with _silence():
        channel = Apprise()
        if not channel.add(address):
            return "записан не так, как понимает Apprise"
        sent = channel.notify(title=message.title, body=message.body, body_format=NotifyFormat.TEXT)
    return "" if sent else "не отвечает или не принял сообщение"


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Apprise's own log, which repeats addresses, from everybody."""
    log = logging.getLogger("apprise")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before
