/* The dialog in which a chat is created. */

import { tell } from "./dom.js";
import * as api from "./api.js";

export class NewChatDialog {
  /** `onCreated` is told the new chat's peer id. */
  constructor({ onCreated }) {
    this.onCreated = onCreated;
    this.dialog = document.getElementById("new-chat-dialog");
    this.form = document.getElementById("new-chat-form");
    this.problem = document.getElementById("new-chat-problem");
    this.submit = this.form.querySelector("[type=submit]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.create();
    });
    document.getElementById("new-chat-cancel").addEventListener("click", () => this.dialog.close());
  }

  open() {
    this.form.reset();
    this.complain("");
    this.key = crypto.randomUUID(); // the server makes one chat of it, however often it is sent
    this.dialog.showModal();
    this.form.elements.title.focus();
  }

  async create() {
    if (this.submit.disabled) {
      return;
    }
    const form = new FormData(this.form);
    this.submit.disabled = true;
    try {
      const wish = { title: form.get("title"), members: form.getAll("member"), key: this.key };
      const { peer_id: peerId } = await api.post("/chats", wish);
      this.dialog.close();
      this.onCreated(peerId);
    } catch (error) {
      this.complain(error.message);
      this.form.elements.title.focus();
    } finally {
      this.submit.disabled = false;
    }
  }

  complain(message) {
    tell(this.problem, message);
    this.form.elements.title.setAttribute("aria-invalid", String(message !== ""));
  }
}
