/** The single page: which view an address shows, and how to get from one to another. */

import { call, SessionEnded } from "./api.js";
import { chats } from "./chats.js";
import { element, heading, notice, texts } from "./dom.js";
import { frame } from "./frame.js";
import { home } from "./home.js";
import { homework, marks, schedule } from "./lessons.js";
import { login } from "./login.js";

const HOME = "/students/my";
const VIEWS = new Map([
  [HOME, { label: texts.home_tab, view: home }],
  ["/students/schedule", { label: texts.schedule_tab, view: schedule }],
  ["/estimate", { label: texts.marks_tab, view: marks }],
  ["/students/homework", { label: texts.homework_tab, view: homework }],
  ["/students/chats", { label: texts.chats_tab, view: chats }],
]);

const app = document.getElementById("app");
let pupil = null;
let panel = null;
let left = new AbortController();

/** Show what the present address stands for. */
async function show({ moveFocus = false } = {}) {
  left.abort();
  left = new AbortController();
  const { signal } = left;
  if (pupil === null) {
    if (!(await recognise(signal)) || signal.aborted) return;
    if (location.pathname === "/login") history.replaceState(null, "", afterLogin());
  }
  if (["/", "/students", "/students/", "/login"].includes(location.pathname)) history.replaceState(null, "", HOME);
  panel ??= frame(app, { pupil, views: VIEWS, navigate, logOut });
  const entry = VIEWS.get(location.pathname);
  panel.select(location.pathname);
  title(entry?.label ?? "Такой страницы нет");
  (entry?.view ?? missing)(panel.section, { ask, pupil, signal });
  if (moveFocus) panel.section.querySelector("h1").focus();
}

/** Find out who is signed in; when nobody is, or nobody answers, show what helps and say false. */
async function recognise(signal) {
  try {
    const { items } = await call("GET", "/api/journal/person/related-child-list?p_page=1");
    pupil = items[0];
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    if (error instanceof SessionEnded) signIn(error.message);
    else unreachable(error.message);
    return false;
  }
}

/** Ask the API on a view's behalf; when the session is over, leave the view for the login page. */
async function ask(method, path, body) {
  const { signal } = left;
  try {
    return await call(method, path, body);
  } catch (error) {
    if (error instanceof SessionEnded && !signal.aborted) signIn(error.message);
    throw error;
  }
}

function navigate(path, options) {
  if (path !== location.pathname) history.pushState(null, "", path);
  show(options);
}

function signIn(note) {
  left.abort();
  [pupil, panel] = [null, null];
  const here = location.pathname;
  if (here !== "/login") {
    const way = VIEWS.has(here) && here !== HOME ? `/login?next=${encodeURIComponent(here)}` : "/login";
    history.replaceState(null, "", way);
  }
  title("Вход");
  login(app, { note, entered: () => show({ moveFocus: true }) });
}

async function logOut() {
  try {
    await call("POST", "/api/user/auth/logout");
  } catch (error) {
    if (!(error instanceof SessionEnded)) {
      panel.section.prepend(notice("error", error.message));
      return;
    }
  }
  history.pushState(null, "", "/login");
  signIn("");
}

/** Where a pupil wanted to go before signing in: one of our own views, whatever the address says. */
function afterLogin() {
  const next = new URLSearchParams(location.search).get("next");
  return VIEWS.has(next) ? next : HOME;
}

function unreachable(message) {
  title("Дневник не отвечает");
  const retry = element("button", { type: "button", class: "button button--primary", onclick: () => show() }, texts.retry);
  app.replaceChildren(
    element("main", { class: "card card--narrow" }, heading("Дневник не отвечает"), notice("error", message), retry),
  );
}

function missing(section) {
  section.replaceChildren(heading("Такой страницы нет"), element("p", {}, "Выберите раздел дневника выше."));
}

function title(text) {
  document.title = `${text} — Электронный дневник`;
}

addEventListener("popstate", () => show());
show();
