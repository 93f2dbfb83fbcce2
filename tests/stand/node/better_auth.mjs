/** better-auth with its VK provider, spoken to as a browser would. */

import { betterAuth } from "better-auth";

import { serve } from "./site.mjs";

const { CLIENT_ID: clientId, BACK } = process.env;
const baseURL = new URL(BACK).origin;
const auth = betterAuth({
  baseURL,
  secret: crypto.randomUUID() + crypto.randomUUID(),
  logger: { disabled: true },
  socialProviders: { vk: { clientId, clientSecret: "a-secret" } },
});
const cookies = new Map();

async function ask(path, body) {
  const headers = { origin: baseURL, cookie: [...cookies].map((pair) => pair.join("=")).join("; ") };
  if (body) headers["content-type"] = "application/json";
  const request = { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) };
  const response = await auth.handler(new Request(new URL(path, baseURL), request));
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
    cookies.set(name, value);
  }
  return response;
}

async function begin() {
  const response = await ask("/api/auth/sign-in/social", { provider: "vk", callbackURL: "/welcome" });
  return { address: (await response.json()).url };
}

async function finish(query) {
  const answered = await ask(`${new URL(BACK).pathname}?${new URLSearchParams(query)}`);
  const session = await ask("/api/auth/get-session");
  return { leadsTo: answered.headers.get("location"), session: await session.json() };
}

async function refresh() {
  const response = await ask("/api/auth/refresh-token", { useAccountCookie: true });
  return { status: response.status, answer: await response.json() };
}

await serve({ begin, finish, refresh });
