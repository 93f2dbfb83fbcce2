/* The list of chats on the left, with its search. */

import { dressAvatar, element, tell, timeOfDay } from "./dom.js";
import * as api from "./api.js";

/** One chat of the list; it is kept while its chat is there, so that the focus stays where it was. */
class Item {
  constructor(chat) {
    const id = `convo-${chat.peer_id}`;
    this.avatar = element("span", { "aria-hidden": "true" });
    this.title = element("span", { class: "convo__title", id });
    this.time = element("span", { class: "convo__time" });
    this.last = element("span", { class: "convo__last" });
    this.unread = element("span", { class: "convo__unread" });
    const news = element("span", { class: "convo__news", id: `${id}-news` }, this.last, this.unread);
    this.link = element(
      "a",
      {
        class: "convo",
        href: `/convo/${chat.peer_id}`,
        "data-testid": "vkme_convo_list_item",
        "data-peer-id": chat.peer_id,
        "aria-labelledby": id,
        "aria-describedby": `${id}-news`,
      },
      this.avatar,
      this.title,
      this.time,
      news,
    );
    this.node = element("li", {}, this.link);
  }

  update(chat) {
    this.words = chat.title.toLocaleLowerCase("ru");
    dressAvatar(this.avatar, chat.title, chat.peer_id);
    this.title.textContent = chat.title;
    this.time.textContent = chat.sent_at === null ? "" : timeOfDay(chat.sent_at);
    this.last.textContent = chat.last_text || "Сообщений пока нет";
    this.showUnread(chat.unread);
  }

  showUnread(count) {
    this.unread.replaceChildren(element("span", { class: "unseen" }, "Непрочитанных: "), String(count));
    this.unread.hidden = count === 0;
  }
}

export class ChatList {
  constructor() {
    this.list = document.getElementById("chats");
    this.problem = document.getElementById("list-problem");
    this.empty = document.getElementById("no-chats");
    this.nothingFound = document.getElementById("nothing-found");
    this.search = document.getElementById("search");
    this.items = new Map();
    this.selected = null;
    this.search.addEventListener("input", () => this.filter());
  }

  /** Fetch the chats anew and return what the server said of profiles; null when it did not answer. */
  async load() {
    const asked = (this.asked = {});
    try {
      const answer = await api.get("/chats");
      if (asked === this.asked) {
        this.show(answer.chats);
        tell(this.problem, "");
      }
      return answer;
    } catch (error) {
      tell(this.problem, error.message);
      return null;
    } finally {
      this.list.setAttribute("aria-busy", "false");
    }
  }

  show(chats) {
    const items = chats.map((chat) => {
      const item = this.items.get(chat.peer_id) ?? new Item(chat);
      item.update(chat);
      return [chat.peer_id, item];
    });
    this.items = new Map(items);
    const nodes = items.map(([, item]) => item.node);
    if (nodes.length !== this.list.children.length || nodes.some((node, at) => node !== this.list.children[at])) {
      const focused = document.activeElement;
      this.list.replaceChildren(...nodes);
      if (this.list.contains(focused)) {
        focused.focus();
      }
    }
    this.mark();
    this.filter();
  }

  filter() {
    const words = this.search.value.trim().toLocaleLowerCase("ru");
    let found = 0;
    for (const item of this.items.values()) {
      item.node.hidden = !item.words.includes(words);
      found += item.node.hidden ? 0 : 1;
    }
    this.empty.hidden = this.items.size > 0;
    this.nothingFound.hidden = this.items.size === 0 || found > 0;
  }

  clearSearch() {
    this.search.value = "";
    this.filter();
  }

  select(peerId) {
    this.selected = peerId;
    this.mark();
  }

  mark() {
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    this.items.get(this.selected)?.link.setAttribute("aria-current", "page");
  }

  markRead(peerId) {
    this.items.get(peerId)?.showUnread(0);
  }

  focus(peerId) {
    this.items.get(peerId)?.link.focus();
  }
}
