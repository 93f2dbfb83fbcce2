/* Making elements from text: nothing here is ever read as HTML. */

const COLOURS = 6;

/** Make an element with attributes and children; strings become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Give an avatar its letters and its colour. */
export function dressAvatar(avatar, name, seed) {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  avatar.textContent = words.slice(0, 2).map((word) => word[0].toUpperCase()).join("");
  avatar.className = `avatar avatar--${seed % COLOURS}`;
}

const CLOCK = new Intl.DateTimeFormat("ru-RU", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Moscow" });

/** Write a moment, given in seconds since the epoch, as a time of day. */
export function timeOfDay(seconds) {
  return CLOCK.format(new Date(seconds * 1000));
}

/** Show a message in its alert, or clear it with an empty one. */
export function tell(alert, message) {
  alert.textContent = message;
  alert.hidden = message === "";
}
