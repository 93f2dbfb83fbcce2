"use strict";
const slides = [...document.querySelectorAll(".slide")];
const back = document.getElementById("back");
const on = document.getElementById("on");
const progress = document.getElementById("progress");
const FAR = 50;
let here = 0;

function show(place, moved) {
  here = Math.max(0, Math.min(place, slides.length - 1));
  slides.forEach((slide, number) => slide.classList.toggle("here", number === here));
  document.body.classList.toggle("first", here === 0);
  back.disabled = here === 0;
  on.disabled = here === slides.length - 1;
  progress.value = here;
  if (moved) {
    scrollTo(0, 0);
    slides[here].focus({ preventScroll: true });
  }
}

function fromAddress(moved) {
  // A number may have a letter, which an address spells in bytes.
  const found = slides.findIndex((slide) => new URL(`#${slide.id}`, location).hash === location.hash);
  show(found < 0 ? 0 : found, moved);
}

// The address changes, and what it says is shown: so the browser's own buttons go from step to step too.
function go(place) {
  const slide = slides[Math.max(0, Math.min(place, slides.length - 1))];
  if (slide !== slides[here]) location.hash = slide.id;
}

const KEYS = {
  ArrowRight: () => go(here + 1), PageDown: () => go(here + 1),
  ArrowLeft: () => go(here - 1), PageUp: () => go(here - 1),
  Home: () => go(0), End: () => go(slides.length - 1),
};

document.body.classList.add("playing");
document.querySelector("nav.move").hidden = false;
back.addEventListener("click", () => go(here - 1));
on.addEventListener("click", () => go(here + 1));
addEventListener("hashchange", () => fromAddress(true));
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});

let start = null;
addEventListener("touchstart", (event) => {
  start = event.touches.length === 1 ? event.touches[0] : null;
}, { passive: true });
addEventListener("touchend", (event) => {
  if (!start) return;
  const right = event.changedTouches[0].clientX - start.clientX;
  const down = event.changedTouches[0].clientY - start.clientY;
  start = null;
  if (Math.abs(right) > FAR && Math.abs(right) > 2 * Math.abs(down)) go(here + (right < 0 ? 1 : -1));
}, { passive: true });
fromAddress(false);
