/* Calls to the messenger's JSON API. */

/** A call that failed; the message is meant for the person at the page. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Get what is at a path of the API. */
export function get(path) {
  return call("GET", path);
}

/** Post a value to a path of the API. */
export function post(path, value = {}) {
  return call("POST", path, { body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });
}

async function call(method, path, more = {}) {
  let response;
  try {
    response = await fetch(`/api${path}`, { method, ...more });
  } catch {
    throw new ApiError(0, "Нет связи с мессенджером. Проверьте сеть и попробуйте ещё раз.");
  }
  if (response.status === 401) {
    window.location.assign("/?note=expired");
    return new Promise(() => {}); // the page is being left: whoever waits has nothing more to do
  }
  if (response.status >= 500) {
    throw new ApiError(response.status, "Мессенджер сейчас не отвечает. Попробуйте немного позже.");
  }
  if (response.status === 204) {
    return null;
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) {
    throw new ApiError(response.status, answer?.error ?? "Мессенджер ответил непонятно. Обновите страницу.");
  }
  return answer;
}
