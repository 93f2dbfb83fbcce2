"""How VK's form may stand: in a frame of the diary's page, with other names in its markup."""

from __future__ import annotations

from stand.defects.patch import Patch
from stand.rewriting import Answer
from stand.server import Stand
from stand.variants.catalogue import variant

_WINDOW = """
export function openWindow() {
  const frame = document.createElement("iframe");
  frame.title = "VK ID";
  frame.style.cssText = "width: 520px; height: 700px; border: 0";
  const asked = document.createElement("dialog");
  asked.append(frame);
  document.body.append(asked);
  asked.show();
  return {
    location: { replace: (url) => (frame.src = url) },
    close: () => asked.remove(),
    get closed() { return !asked.isConnected; },
  };
}
"""


def _let_in_frames(answer: Answer) -> None:
    """Let a page stand in a frame of another site, its cookies included (RFC 6265bis, `SameSite`)."""
    raw = answer.headers.raw
    for at, (name, value) in enumerate(raw):
        if name.lower() == b"set-cookie":
            raw[at] = (name, value.replace(b"SameSite=lax", b"SameSite=none"))
        elif name.lower() == b"content-security-policy":
            raw[at] = (
                name,
                b"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-src *",
            )
    if "X-Frame-Options" in answer.headers:
        del answer.headers["X-Frame-Options"]


@variant("vk-form-in-frame", "VK показывает форму во фрейме прямо на странице дневника.", link_window="popup")
def _form_in_frame(_stand: Stand, patch: Patch) -> None:
    for system in ("diary", "vk_id"):
        for method in ("GET", "POST"):
            patch.answer(system, r"(?!/static/|/stand/).*", _let_in_frames, method)
    script = "/static/vk_window.js"
    patch.edit("diary", script, "export function openWindow() {", f"{_WINDOW}\nfunction inWindow() {{")
    patch.edit("diary", script, "if (!window.opener) return false;", "if (parent === window) return false;")
    patch.edit("diary", script, "window.opener.postMessage", "parent.postMessage")
    patch.edit(
        "diary",
        "/static/chats.js",
        "  arrive(outcome) {\n",
        "  arrive(outcome) {\n    document.querySelector('dialog:has(iframe)')?.remove();\n",
    )


@variant("vk-field-renamed", "У поля для телефона в форме VK другое имя в разметке (name).")
def _field_renamed(_stand: Stand, patch: Patch) -> None:
    # The server goes on asking for the old name: a script gives it back when the form is sent.
    patch.edit("vk_id", "/auth/entry", 'name="login"', 'name="identifier" data-sent-as="login"')
    patch.append(
        "vk_id",
        "/static/form.js",
        """
document.addEventListener("submit", ({ target }) => {
  for (const field of target.querySelectorAll("[data-sent-as]")) field.name = field.dataset.sentAs;
});
""",
    )
