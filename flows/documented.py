"""The documented flows, in the order of the instruction."""

from __future__ import annotations

from flows.link import LINK
from flows.open_chats import OPEN_CHATS
from flows.relink import RELINK
from flows.sign_in import SIGN_IN
from flows.unlink import UNLINK

DOCUMENTED = (SIGN_IN, LINK, OPEN_CHATS, UNLINK, RELINK)
