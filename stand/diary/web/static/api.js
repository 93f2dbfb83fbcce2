/** The diary's API: one function that asks, and the three ways in which it fails. */

/** The session is over, or there was none; the message is the server's note, if it has one. */
export class SessionEnded extends Error {}

/** The diary understood the request and refuses it; the message is for the pupil. */
export class Refused extends Error {}

/** The diary did not answer, or not sensibly. */
export class Unreachable extends Error {
  constructor() {
    super("Дневник сейчас не отвечает. Попробуйте ещё раз чуть позже.");
  }
}

/** Ask the API and return the `data` of its envelope. */
export async function call(method, path, body) {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response, envelope;
  try {
    response = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
    envelope = await response.json();
  } catch {
    throw new Unreachable();
  }
  if (response.ok) return envelope.data;
  const message = envelope.validations?.[0]?.message;
  if (response.status === 401) throw new SessionEnded(message ?? "");
  if (response.status >= 500) throw new Unreachable();
  throw new Refused(message ?? "Дневник не смог выполнить запрос.");
}
