/* The right-hand pane: nothing chosen, a chat, or no such chat. */

import { dressAvatar, element, tell, timeOfDay } from "./dom.js";
import * as api from "./api.js";

const WIDE = window.matchMedia("(min-width: 721px)");

export class ChatPane {
  /** `onRead` and `onSent` are told the peer id of the chat concerned. */
  constructor({ onRead, onSent }) {
    this.onRead = onRead;
    this.onSent = onSent;
    this.views = ["choose", "not-found", "chat"].map((id) => document.getElementById(id));
    this.title = document.getElementById("chat-title");
    this.members = document.getElementById("chat-members");
    this.avatar = document.getElementById("chat-avatar");
    this.frame = document.getElementById("messages-frame");
    this.messages = document.getElementById("messages");
    this.problem = document.getElementById("chat-problem");
    this.composer = document.getElementById("composer");
    this.input = document.getElementById("composer-input");
    this.peerId = null;
    this.drafts = new Map();
    this.sending = false;
    this.composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("input", () => this.fit());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
  }

  /** Show that no chat is chosen. */
  close() {
    this.leave(null);
    this.showView("choose");
  }

  /** Open a chat; `takeFocus` where a person has just asked for it. */
  async open(peerId, takeFocus) {
    this.leave(peerId);
    let chat;
    try {
      chat = await api.get(`/chats/${peerId}`);
    } catch (error) {
      if (this.peerId === peerId) {
        this.showFailure(error, takeFocus);
      }
      return;
    }
    if (this.peerId !== peerId) {
      return; // another chat was opened meanwhile
    }
    this.showChat(chat);
    if (takeFocus) {
      (WIDE.matches ? this.input : this.title).focus();
    }
    await this.read(peerId);
  }

  leave(peerId) {
    if (this.peerId === peerId) {
      return;
    }
    this.drafts.set(this.peerId, this.input.value);
    this.peerId = peerId;
    this.input.value = this.drafts.get(peerId) ?? "";
    this.messages.replaceChildren();
    this.title.textContent = "";
    this.members.textContent = "";
    tell(this.problem, "");
  }

  async read(peerId) {
    try {
      await api.post(`/chats/${peerId}/read`);
      this.onRead(peerId);
    } catch (error) {
      tell(this.problem, error.message);
    }
  }

  showView(id) {
    for (const view of this.views) {
      view.hidden = view.id !== id;
    }
  }

  showFailure(error, takeFocus) {
    if (error.status === 404) {
      this.showView("not-found");
      document.title = document.getElementById("not-found-title").textContent;
      if (takeFocus) {
        document.getElementById("not-found-title").focus();
      }
      return;
    }
    this.showView("chat");
    tell(this.problem, error.message);
  }

  showChat(chat) {
    dressAvatar(this.avatar, chat.title, chat.peer_id);
    this.title.textContent = chat.title;
    this.members.textContent = chat.members.join(", ");
    this.messages.replaceChildren(...chat.messages.map(bubble));
    this.showView("chat");
    tell(this.problem, "");
    this.fit();
    this.frame.scrollTop = this.frame.scrollHeight;
    document.title = `${chat.title} — ${document.querySelector("h1").textContent}`;
  }

  async send() {
    const peerId = this.peerId;
    const written = this.input.value;
    if (this.sending || written.trim() === "") {
      this.input.focus();
      return;
    }
    this.sending = true;
    try {
      const message = await api.post(`/chats/${peerId}/messages`, { text: written });
      this.showSent(peerId, written, message);
      this.onSent(peerId);
    } catch (error) {
      tell(this.problem, error.message);
    } finally {
      this.sending = false;
    }
  }

  showSent(peerId, written, message) {
    if (this.peerId !== peerId) {
      this.drafts.delete(peerId);
      return;
    }
    if (this.input.value === written) {
      this.input.value = "";
      this.fit();
    }
    tell(this.problem, "");
    this.messages.append(bubble(message));
    this.frame.scrollTop = this.frame.scrollHeight;
    this.input.focus();
  }

  /** Let the composer grow with its text. */
  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }
}

function bubble(message) {
  const author = element("span", { class: message.own ? "unseen" : "message__author" }, message.author);
  const text = element("p", { class: "message__text" }, message.text);
  const moment = new Date(message.sent_at * 1000).toISOString();
  const time = element("time", { class: "message__time", datetime: moment }, timeOfDay(message.sent_at));
  return element("li", { class: message.own ? "message message--own" : "message" }, author, text, time);
}
