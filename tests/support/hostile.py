"""Pages that do not let go of their visitor: what the stand's own script does besides, and what has to come of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from stand.rewriting import Answer
from stand.server import Stand
from verifier.walk.journal import Entry
from verifier.walk.verdict import Verdict

SLACK_S = 12.0
"""For what comes after the verdict, and for a machine that has much else to do."""

_SILENT = "ни на что не отвечает"


@dataclass(frozen=True)
class HostilePage:
    """A script that begins soon after the window has come to `path` and shows what it has asked its server for.

    Nobody outside could tell a page that spins before that from one that waits for its server. `shown` is a selector.

    `told` is what the finding has to tell, `claims` are the sentences of which it may be.
    """

    name: str
    script: str
    told: str
    system: str = "diary"
    asset: str = "/static/chats.js"
    path: str = "/students/chats"
    shown: str = ".chats button"
    claims: tuple[str, ...] = ("chats-tab", "press-link")

    @contextmanager
    def let_loose(self, stand: Stand) -> Iterator[None]:
        """Have the stand's page be so for a while."""

        def rewrite(answer: Answer) -> None:
            answer.text += f"""
                const seen = setInterval(() => {{
                  if (!location.pathname.startsWith("{self.path}")) return;
                  if (!document.querySelector("{self.shown}")) return;
                  clearInterval(seen);
                  setTimeout(() => {{ {self.script} }}, 30);
                }}, 20);"""

        with stand.rewriting.rewritten(self.system, "GET", self.asset, rewrite):
            yield

    def explains(self, finding: Entry) -> bool:
        """Say whether a finding tells the right thing of the right sentence."""
        return (
            finding.verdict is Verdict.BROKEN
            and finding.claim in self.claims
            and self.told in finding.observed
        )


HOSTILE = (
    HostilePage("spins", "while (true) {}", _SILENT),
    HostilePage("alerts", "while (true) alert('Ещё')", "«Ещё»"),
    HostilePage("grows", "for (let i = 0; ; i++) if (i < 1e6) document.body.append(i)", _SILENT),
    HostilePage(
        "form-spins",
        "while (true) {}",
        _SILENT,
        system="vk_id",
        asset="/static/form.js",
        path="/",
        shown="button",
        claims=("vk-form", "authorise"),
    ),
)
