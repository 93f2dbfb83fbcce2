/** The page `/login`. */

import { call } from "./api.js";
import { element, heading, notice, texts } from "./dom.js";

/** Show the form; `entered` is called once the diary has let the pupil in. */
export function login(app, { note, entered }) {
  const email = field("email", texts.email, "username");
  const password = field("password", texts.password, "current-password");
  const messages = element("div");
  const submit = element("button", { type: "submit", class: "button button--primary button--wide" }, texts.login_submit);
  const say = (kind, text) => messages.replaceChildren(notice(kind, text));
  const form = element("form", { novalidate: true }, email.row, password.row, submit);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const empty = [email.input, password.input].find((input) => !input.value.trim());
    if (empty) {
      say("error", "Введите электронную почту и пароль.");
      empty.focus();
      return;
    }
    submit.disabled = true;
    try {
      await call("POST", "/api/user/auth/login", {
        type: "email",
        login: email.input.value.trim(),
        activation_code: null,
        password: password.input.value,
        _isEmpty: false,
      });
    } catch (error) {
      say("error", error.message);
      submit.disabled = false;
      password.input.focus();
      return;
    }
    entered();
  });

  const gosuslugi = element("button", { type: "button", class: "button button--wide" }, texts.gosuslugi);
  gosuslugi.addEventListener("click", () =>
    say("info", "Вход через этот сервис не входит в учебную копию дневника. Войдите по почте и паролю."),
  );
  app.replaceChildren(
    element("header", { class: "header" }, element("div", { class: "header__inner" }, element("p", { class: "brand" }, "Электронный дневник"))),
    element(
      "main",
      { class: "card card--narrow login" },
      heading("Вход в электронный дневник"),
      messages,
      form,
      element("p", { class: "login__or" }, "или"),
      gosuslugi,
    ),
  );
  if (note) say("info", note);
}

function field(type, label, autocomplete) {
  const input = element("input", { class: "field__input", type, name: type, autocomplete, required: true });
  return { input, row: element("label", { class: "field" }, element("span", { class: "field__label" }, label), input) };
}
