/** Small helpers that build the page. */

/** Make an element; `on…` attributes are listeners, `false` and `null` ones are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Make the heading of a view: focus goes there when the view replaces what had it. */
export function heading(text) {
  return element("h1", { tabindex: "-1" }, text);
}

/** Make a message: an error interrupts a screen reader, anything else waits its turn. */
export function notice(kind, text) {
  return element("p", { class: `notice notice--${kind}`, role: kind === "error" ? "alert" : "status" }, text);
}

/** Other doors than the form, by name: where each leads, empty where it is shut. */
export const doors = JSON.parse(document.getElementById("doors").textContent);

/** Labels of the controls, as the server gave them. */
export const texts = JSON.parse(document.getElementById("texts").textContent);
