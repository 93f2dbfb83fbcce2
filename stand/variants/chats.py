"""How VK Мессенджер may be made: its list, its items, its composer, its address."""

from __future__ import annotations

from starlette.responses import RedirectResponse

from stand.addresses import IM
from stand.defects.patch import Patch
from stand.rewriting import Answer
from stand.server import Stand
from stand.variants.catalogue import variant
from stand.vk_client import VkIdClient

_PAGE = r"/|/convo/\d+"
_LIST = '<ul class="convos" id="chats" aria-busy="true"></ul>'
_ITEM = "/static/chat-list.js"


def _edited_page(patch: Patch, old: str, new: str) -> None:
    def edit(answer: Answer) -> None:
        if old in answer.text:  # the same address has the doors for whoever is not signed in
            answer.replace(old, new)

    patch.answer("messenger", _PAGE, edit)


def _plain(patch: Patch) -> None:
    _edited_page(patch, _LIST, '<div class="convos" id="chats" aria-busy="true"></div>')
    patch.edit("messenger", _ITEM, 'element("li", {}, this.link)', 'element("div", {}, this.link)')


@variant("chat-list-of-divs", "Список чатов — простые div без роли списка.")
def _chat_list_of_divs(_stand: Stand, patch: Patch) -> None:
    _plain(patch)


@variant(
    "chat-list-virtual",
    "В списке тысяча чатов, а на странице из них только видимые двадцать.",
    instead_of="chat-list-of-divs",
)
def _chat_list_virtual(_stand: Stand, patch: Patch) -> None:
    _plain(patch)
    patch.edit(
        "messenger",
        _ITEM,
        "      this.list.replaceChildren(...nodes);\n",
        """      const rows = [...nodes.map((node) => () => node), ...Array.from({ length: 1000 }, (_, at) => () => {
        const chat = { peer_id: 9000000 + at, title: `Чат ${at + 1}`, sent_at: null, last_text: "", unread: 0 };
        const filler = new Item(chat);
        filler.update(chat);
        return filler.node;
      })];
      const room = document.createElement("div");
      room.style.cssText = `position: relative; height: ${rows.length * 64}px`;
      const draw = () => {
        const first = Math.floor(this.list.scrollTop / 64);
        room.replaceChildren(...rows.slice(first, first + 20).map((make, at) => {
          const node = make();
          node.style.cssText = `position: absolute; left: 0; right: 0; top: ${(first + at) * 64}px`;
          return node;
        }));
      };
      this.list.onscroll = draw;
      this.list.replaceChildren(room);
      draw();
""",
    )


@variant("chats-as-buttons", "Чаты в списке — кнопки, а не ссылки, и без data-testid.")
def _chats_as_buttons(_stand: Stand, patch: Patch) -> None:
    patch.edit("messenger", _ITEM, '      "a",\n', '      "button",\n')
    patch.edit("messenger", _ITEM, 'class: "convo",', 'class: "convo ConvoListItem", type: "button",')
    patch.edit("messenger", _ITEM, '        "data-testid": "vkme_convo_list_item",\n', "")
    patch.append(
        "messenger",
        "/static/messenger.css",
        ".ConvoListItem { width: 100%; border: 0; background: none; font: inherit; text-align: left; }",
    )
    patch.edit(
        "messenger",
        "/static/messenger.js",
        "closest(\"a[href^='/']\")",
        "closest(\"a[href^='/'], .ConvoListItem\")",
    )


@variant("composer-editable", "Поле для сообщения — не textarea, а contenteditable.")
def _composer_editable(_stand: Stand, patch: Patch) -> None:
    def edit(answer: Answer) -> None:
        if "<textarea" in answer.text:
            answer.replace("<textarea", '<div contenteditable="true" role="textbox"')
            answer.replace("</textarea>", "</div>")

    patch.answer("messenger", _PAGE, edit)
    patch.edit(
        "messenger",
        "/static/chat-pane.js",
        'this.input = document.getElementById("composer-input");',
        'this.input = document.getElementById("composer-input");\n'
        '    Object.defineProperty(this.input, "value", {\n'
        "      get() { return this.innerText; },\n"
        "      set(text) { this.innerText = text; },\n"
        "    });",
    )


@variant("messenger-at-vk-com", "Мессенджер открывается на vk.com/im, а web.vk.me ведёт туда.")
def _messenger_at_vk_com(stand: Stand, patch: Patch) -> None:
    messenger, redirect_uri = stand.messenger, f"{IM}/auth/callback"
    patch.method(messenger, "redirect_uri", redirect_uri)
    patch.method(messenger, "_vk_id", VkIdClient(stand.shared, messenger.client_id, redirect_uri))
    patch.method(messenger._guard, "_origin", IM)
    patch.answer("messenger", "/", lambda answer: answer.become(RedirectResponse(f"{IM}/im", 303)))
    patch.enter(stand.at_im())
