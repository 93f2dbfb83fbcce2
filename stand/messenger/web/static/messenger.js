/* The messenger's page: which chat the address names, and what happens when it changes. */

import { ChatList } from "./chat-list.js";
import { ChatPane } from "./chat-pane.js";
import { NewChatDialog } from "./new-chat.js";
import { tell } from "./dom.js";
import * as api from "./api.js";

const CONVO = /^\/convo\/(\d+)$/;

const panes = document.getElementById("panes");
const profiles = document.getElementById("profiles");
const name = document.querySelector("h1").textContent;
const list = new ChatList();
const pane = new ChatPane({ onRead: (peerId) => list.markRead(peerId), onSent: refreshList });
const dialog = new NewChatDialog({
  onCreated: (peerId) => {
    list.clearSearch();
    go(`/convo/${peerId}`);
    refreshList();
  },
});

async function refreshList() {
  const answer = await list.load();
  if (answer !== null) {
    showProfiles(answer);
  }
}

function showProfiles({ profile, profiles: available }) {
  profiles.hidden = available.length < 2;
  for (const button of profiles.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.profile === profile));
  }
}

function go(path) {
  if (path !== window.location.pathname) {
    history.pushState(null, "", path);
  }
  show(true);
}

function show(takeFocus) {
  const left = list.selected;
  const peerId = Number(CONVO.exec(window.location.pathname)?.[1]) || null;
  panes.dataset.shows = peerId === null ? "list" : "chat";
  list.select(peerId);
  if (peerId !== null) {
    pane.open(peerId, takeFocus);
    return;
  }
  pane.close();
  document.title = name;
  if (takeFocus) {
    list.focus(left);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/']");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link !== null && plain) {
    event.preventDefault();
    go(link.getAttribute("href"));
  }
});

window.addEventListener("popstate", () => show(false));

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    refreshList();
    show(false);
  }
});

document.getElementById("new-chat").addEventListener("click", () => dialog.open());

profiles.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (button === null || button.getAttribute("aria-pressed") === "true") {
    return;
  }
  try {
    await api.post("/profile", { profile: button.dataset.profile });
    list.clearSearch();
    go("/");
    await refreshList();
  } catch (error) {
    tell(list.problem, error.message);
  }
});

show(false);
refreshList();
