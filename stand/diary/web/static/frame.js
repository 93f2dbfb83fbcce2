/** What stands around every view of a signed-in pupil: header, tabs, and the one panel. */

import { element, texts } from "./dom.js";

/** Draw the frame and return its panel: `section` to fill, `select` to mark the tab of a path. */
export function frame(app, { pupil, views, navigate, logOut }) {
  const section = element("section", { class: "panel", id: "panel", role: "tabpanel" });
  const tabs = [...views].map(([path, { label }]) => tab(path, label, navigate));
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": "Разделы дневника" }, ...tabs);
  list.addEventListener("keydown", (event) => moveAlong(tabs, event));
  app.replaceChildren(
    header(pupil, logOut),
    element("nav", { class: "bar", "aria-label": "Разделы дневника" }, list),
    element("main", { class: "content" }, section),
  );
  const select = (path) => {
    section.removeAttribute("aria-labelledby");
    for (const each of tabs) {
      const selected = each.getAttribute("href") === path;
      each.setAttribute("aria-selected", String(selected));
      if (selected) section.setAttribute("aria-labelledby", each.id);
    }
    const reachable = tabs.find((each) => each.getAttribute("aria-selected") === "true") ?? tabs[0];
    for (const each of tabs) each.tabIndex = each === reachable ? 0 : -1;
  };
  return { section, select };
}

function header(pupil, logOut) {
  const leave = element("button", { type: "button", class: "button header__leave" }, texts.log_out);
  leave.addEventListener("click", async () => {
    leave.disabled = true;
    await logOut();
    leave.disabled = false;
  });
  return element(
    "header",
    { class: "header" },
    element(
      "div",
      { class: "header__inner" },
      element("p", { class: "brand" }, "Электронный дневник"),
      element(
        "p",
        { class: "header__pupil" },
        element("span", { class: "pupil-name" }, `${pupil.surname} ${pupil.firstname}`),
        element("span", { class: "pupil-class" }, pupil.educations[0].group_name),
      ),
      leave,
    ),
  );
}

function tab(path, label, navigate) {
  const id = `tab-${path.split("/").at(-1)}`;
  const made = element("a", { class: "tab", id, role: "tab", href: path, "aria-controls": "panel" }, label);
  made.addEventListener("click", (event) => {
    // A click with a modifier asks the browser for another tab or window, which the address serves as well.
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(path);
  });
  return made;
}

function moveAlong(tabs, event) {
  const from = tabs.indexOf(document.activeElement);
  const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: -1 }[event.key];
  if (from < 0 || to === undefined) return;
  event.preventDefault();
  tabs.at(to % tabs.length).focus();
}
