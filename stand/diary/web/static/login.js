/** The page `/login`. */

import { call } from "./api.js";
import { doors, element, heading, notice, texts } from "./dom.js";

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
    let owed;
    try {
      ({ second_step: owed } = await call("POST", "/api/user/auth/login", {
        type: "email",
        login: email.input.value.trim(),
        activation_code: null,
        password: password.input.value,
        _isEmpty: false,
      }));
    } catch (error) {
      say("error", error.message);
      submit.disabled = false;
      password.input.focus();
      return;
    }
    if (owed) askCode(form, owed, { say, entered, clear: () => messages.replaceChildren() });
    else entered();
  });

  const gosuslugi = element("button", { type: "button", class: "button button--wide" }, texts.gosuslugi);
  gosuslugi.addEventListener("click", () => {
    if (doors.gosuslugi) location.assign(doors.gosuslugi);
    else say("info", "Вход через этот сервис не входит в учебную копию дневника. Войдите по почте и паролю.");
  });
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

const SENT = {
  sms: ["Код из СМС", "Мы отправили код в СМС на ваш телефон."],
  max: ["Код из MAX", "Мы отправили код в приложение MAX."],
};

/** Ask for the code that the pupil still owes, in the place of the form. */
function askCode(form, { by, ticket }, { say, entered, clear }) {
  const [label, told] = SENT[by];
  const code = field("text", label, "one-time-code");
  code.input.name = "code";
  code.input.inputMode = "numeric";
  const submit = element("button", { type: "submit", class: "button button--primary button--wide" }, "Подтвердить");
  const asked = element("form", { novalidate: true }, element("p", {}, told), code.row, submit);
  asked.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await call("POST", "/api/user/auth/code", { ticket, code: code.input.value.trim() });
    } catch (error) {
      say("error", error.message);
      submit.disabled = false;
      code.input.focus();
      return;
    }
    entered();
  });
  clear();
  form.replaceWith(asked);
  code.input.focus();
}

function field(type, label, autocomplete) {
  const input = element("input", { class: "field__input", type, name: type, autocomplete, required: true });
  return { input, row: element("label", { class: "field" }, element("span", { class: "field__label" }, label), input) };
}
