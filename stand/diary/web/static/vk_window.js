/** The window of its own in which VK ID's form may stand, and what the diary hears from it. */

const MESSAGE = "vk-link";
const LOOK_EVERY_MS = 300;

/** Open an empty window; null when the browser blocks it. Only in the midst of a click are windows allowed. */
export function openWindow() {
  const [width, height] = [520, 720];
  const left = Math.round(screenX + (outerWidth - width) / 2);
  const top = Math.round(screenY + (outerHeight - height) / 2);
  return open("about:blank", "vk-id", `popup,width=${width},height=${height},left=${left},top=${top}`);
}

/** Hear how a trip ended from the diary's own page in that window, and from no other. */
export function onOutcome(report, signal) {
  addEventListener(
    "message",
    (event) => {
      if (event.origin === location.origin && event.data?.type === MESSAGE) report(String(event.data.outcome));
    },
    { signal },
  );
}

/** Notice that the window is gone; browsers have no event for it. */
export function whenClosed(popup, report, signal) {
  let wasClosed = false;
  const timer = setInterval(() => {
    // One more look, so that a message sent just before closing comes first.
    if (wasClosed) {
      clearInterval(timer);
      report();
    }
    wasClosed = popup.closed;
  }, LOOK_EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** Tell the window that opened this one how the trip ended; false when there is none. */
export function tellOpener(outcome) {
  if (!window.opener) return false;
  window.opener.postMessage({ type: MESSAGE, outcome }, location.origin);
  return true;
}
