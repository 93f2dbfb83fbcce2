"""Messages to those who have to act: what a run has found, sent to chat or mail by Apprise."""

from reports.notify.message import Audience, Links, Message, compose
from reports.notify.send import ALWAYS, send

__all__ = ["ALWAYS", "Audience", "Links", "Message", "compose", "send"]
