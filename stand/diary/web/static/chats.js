/** The view `/students/chats`: the pupil's VK account, linked or not. */

import { SessionEnded } from "./api.js";
import { element, heading, notice, texts } from "./dom.js";
import { onOutcome, openWindow, whenClosed } from "./vk_window.js";

const LINK = "/api/chats/vk-link";

const OUTCOMES = {
  linked: ["success", "Аккаунт VK привязан."],
  cancelled: ["info", "Вход в VK ID отменён, аккаунт не привязан."],
  taken: ["error", "Этот аккаунт VK уже привязан к другому ученику. Войдите в VK ID под своим аккаунтом."],
  occupied: ["error", "К дневнику уже привязан другой аккаунт VK. Сначала отвяжите его."],
  failed: ["error", "Не удалось привязать аккаунт VK. Попробуйте ещё раз."],
  unavailable: ["error", "VK ID сейчас не отвечает. Попробуйте ещё раз чуть позже."],
  ended: ["error", "Сессия закончилась раньше, чем вы вернулись из VK ID, аккаунт не привязан. Попробуйте ещё раз."],
  closed: ["info", "Окно VK ID закрыто, аккаунт не привязан. Можно попробовать ещё раз."],
  blocked: ["error", "Браузер не открыл окно VK ID. Разрешите всплывающие окна для дневника и попробуйте ещё раз."],
  waiting: ["info", "Открыто окно VK ID. Закончите вход в нём."],
  unlinked: ["success", "Аккаунт VK отвязан."],
  unlinked_unheard: [
    "info",
    "Аккаунт VK отвязан от дневника. VK ID сейчас не отвечает: доступ дневника можно отозвать и в настройках VK ID.",
  ],
};

/** Fill the panel and keep it true until `signal` says that the pupil has left it. */
export function chats(section, context) {
  new Chats(section, context).start();
}

class Chats {
  constructor(section, { ask, signal }) {
    Object.assign(this, { section, ask, signal });
    this.link = null;
    this.busy = false;
    this.loading = false;
    this.asked = 0;
    this.messages = element("div");
    this.body = element("div", {}, placeholder());
    this.pressed = null;
    this.trip = null;
  }

  start() {
    this.section.replaceChildren(heading(texts.chats_tab), this.messages, element("div", { class: "card chats" }, this.body));
    const { signal } = this;
    // Another window may have linked or unlinked the account meanwhile.
    addEventListener("focus", () => this.refresh(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh(), { signal });
    // The browser may bring the page back as it was left, with its button still pressed.
    addEventListener("pageshow", (event) => event.persisted && this.release(), { signal });
    onOutcome((outcome) => this.arrive(outcome), signal);
    this.load(takeOutcome());
  }

  /** Fetch the link, show it and tell an outcome, if there is one; a failure can be tried again. */
  async load(outcome) {
    const number = ++this.asked;
    this.loading = true;
    try {
      const link = await this.ask("GET", LINK);
      if (this.signal.aborted || number !== this.asked) return;
      this.show(link);
    } catch (error) {
      if (number === this.asked) this.fail(error, () => this.retry(outcome));
      return;
    } finally {
      this.loading = false;
    }
    if (outcome === "closed" && this.link.linked) this.say("linked");
    else if (outcome !== null && (outcome !== "linked" || this.link.linked)) this.say(outcome);
  }

  retry(outcome) {
    this.messages.replaceChildren();
    this.body.replaceChildren(placeholder());
    this.load(outcome);
  }

  /** Fetch the link again without a word, unless something is under way that will do so itself. */
  async refresh() {
    if (this.busy || this.loading || this.link === null) return;
    const number = ++this.asked;
    try {
      const link = await this.ask("GET", LINK);
      if (!this.signal.aborted && !this.busy && number === this.asked) this.show(link);
    } catch {
      // What is shown stays; an ended session has already led to the login page.
    }
  }

  show(link) {
    const changed = this.link?.linked !== link.linked || this.link?.account_name !== link.account_name;
    if (!changed) return;
    const hadFocus = this.body.contains(document.activeElement);
    if (this.link !== null) this.messages.replaceChildren();
    this.link = link;
    this.body.replaceChildren(...(link.linked ? this.linked(link) : this.unlinked()));
    if (hadFocus) this.section.querySelector("h1").focus();
  }

  unlinked() {
    return [
      element("h2", {}, "Чаты класса и школы"),
      element("p", {}, "Чаты работают в VK Мессенджере. Чтобы открывать их из дневника, один раз свяжите с ним свой аккаунт VK."),
      element("p", { class: "buttons" }, this.button(texts.link, "button--primary", () => this.begin())),
    ];
  }

  linked(link) {
    return [
      element("h2", {}, "Чаты класса и школы"),
      element("p", {}, "Привязан аккаунт VK: ", element("strong", { class: "vk-account-name" }, link.account_name)),
      element(
        "p",
        { class: "buttons" },
        element(
          "a",
          { class: "button button--primary", href: link.messenger_url, target: "_blank", rel: "noopener" },
          texts.open_chats,
        ),
        this.button(texts.unlink, "button--danger", () => this.unlink()),
      ),
    ];
  }

  button(label, look, press) {
    return element("button", { type: "button", class: `button ${look}`, onclick: press }, label);
  }

  /** Begin the trip to VK ID, in the window that the diary asks for. */
  async begin() {
    const popup = this.wantsPopup() ? openWindow() : null;
    if (this.wantsPopup() && popup === null) {
      this.say("blocked");
      return;
    }
    this.hold();
    try {
      const { authorize_url: url } = await this.ask("POST", LINK);
      if (this.signal.aborted) popup?.close();
      else if (popup === null) location.assign(url);
      else this.follow(popup, url);
    } catch (error) {
      popup?.close();
      this.release();
      this.fail(error);
    }
  }

  wantsPopup() {
    return this.link.window === "popup";
  }

  follow(popup, url) {
    popup.location.replace(url);
    this.say("waiting");
    this.trip = new AbortController();
    whenClosed(popup, () => this.arrive("closed"), AbortSignal.any([this.signal, this.trip.signal]));
  }

  /** Show how a trip to VK ID ended. */
  arrive(outcome) {
    this.trip?.abort();
    this.release();
    this.load(outcome);
  }

  async unlink() {
    this.hold();
    try {
      const { revoked, ...link } = await this.ask("DELETE", LINK);
      this.release();
      this.show(link);
      this.say(revoked ? "unlinked" : "unlinked_unheard");
    } catch (error) {
      this.release();
      this.fail(error);
    }
  }

  /** Keep the buttons from being pressed twice while something is under way. */
  hold() {
    this.busy = true;
    this.asked += 1;
    this.pressed = document.activeElement;
    this.messages.replaceChildren();
    for (const button of this.body.querySelectorAll("button")) button.disabled = true;
  }

  /** Let the buttons be pressed again; the one that was gets back the focus that it lost with being disabled. */
  release() {
    this.busy = false;
    for (const button of this.body.querySelectorAll("button")) button.disabled = false;
    if (document.activeElement === document.body) this.pressed?.focus();
  }

  say(outcome) {
    const [kind, text] = OUTCOMES[outcome] ?? OUTCOMES.failed;
    this.messages.replaceChildren(notice(kind, text));
  }

  fail(error, again = null) {
    if (this.signal.aborted || error instanceof SessionEnded) return;
    this.messages.replaceChildren(notice("error", error.message));
    if (again === null) this.refresh();
    else if (this.link === null) this.body.replaceChildren(this.button(texts.retry, "", again));
  }
}

function placeholder() {
  return element("p", { class: "placeholder" }, "Загружаем…");
}

/** Take the outcome of a trip in this window from the address, so that a reload does not tell it again. */
function takeOutcome() {
  const outcome = new URLSearchParams(location.search).get("vk");
  if (outcome !== null) history.replaceState(null, "", location.pathname);
  return outcome;
}
