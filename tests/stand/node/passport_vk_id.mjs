/** passport-vk-id, handled as Passport handles its strategies: a copy for each request, and one outcome. */

import passportVkId from "passport-vk-id";

import { serve } from "./site.mjs";

const { CLIENT_ID: clientID, BACK: callbackURL } = process.env;
const session = {};
const strategy = new passportVkId.Strategy(
  { clientID, clientSecret: "a-secret", callbackURL, scope: ["vkid.personal_info", "phone", "email"] },
  (accessToken, refreshToken, tokens, profile, done) => done(null, { tokens, profile }),
);

function authenticate(query) {
  return new Promise((resolve) => {
    const attempt = Object.create(strategy);
    attempt.redirect = (address) => resolve({ address });
    attempt.success = (user) => resolve(user);
    attempt.fail = (challenge) => resolve({ failed: challenge });
    attempt.error = (error) => resolve({ error: String(error) });
    attempt.authenticate({ query, session, headers: {} });
  });
}

await serve({ begin: () => authenticate({}), finish: (query) => authenticate(query) });
