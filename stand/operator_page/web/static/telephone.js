/* Keeps the telephone page up to date while somebody looks at it. */

const EVERY_MS = 2000;

async function refresh() {
  if (document.visibilityState !== "visible") {
    return;
  }
  const shown = document.getElementById("codes");
  const response = await fetch("/telephone").catch(() => null); // the stand may have been stopped
  if (!response?.ok) {
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("codes");
  if (fresh.textContent !== shown.textContent) {
    shown.replaceChildren(...fresh.childNodes);
  }
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
