"""All that VK ID remembers."""

from __future__ import annotations

from stand.shared import Shared
from stand.vk_id.accounts import Accounts
from stand.vk_id.checks import Checks, SentCode
from stand.vk_id.forms import Form, Forms
from stand.vk_id.grants import AuthorizationCode, Client, Grants, Tokens

__all__ = ["AuthorizationCode", "Client", "Form", "SentCode", "Tokens", "VkRecords"]


class VkRecords(Accounts, Checks, Grants, Forms):
    """The tables of VK ID in the shared database, subject by subject."""

    def __init__(self, shared: Shared) -> None:
        for part in (Accounts, Checks, Grants, Forms):
            part.__init__(self, shared)
