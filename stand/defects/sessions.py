"""Signing in to the diary and out of it: whom it lets in, as whom, and for how long."""

from __future__ import annotations

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.people import Pupil
from stand.server import Stand

_SIGN_OUT = "log out"


@defect(
    "login-accepts-any-password",
    "Дневник пускает с любым паролем.",
    claim="signed-in",
    kind="login",
    scenario="wrong diary password",
)
def _login_accepts_any_password(stand: Stand, patch: Patch) -> None:
    def by_login(login: str, _password: str) -> Pupil | None:
        return stand.diary.records.pupil_by_login(login)

    patch.method(stand.diary, "_authenticate", by_login)


@defect(
    "login-refuses-right-password",
    "Дневник не принимает верный пароль.",
    claim="signed-in",
    kind="login",
)
def _login_refuses_right_password(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary, "_authenticate", lambda *_: None)


@defect(
    "login-opens-another-diary",
    "После входа открывается дневник другого ученика.",
    claim="signed-in",
    kind="account",
)
def _login_opens_another_diary(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary, "_authenticate", lambda *_: stand.new_student().pupil)


@defect(
    "session-cookie-missing",
    "После входа дневник снова просит войти.",
    claim="signed-in",
    kind="session",
)
def _session_cookie_missing(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.sessions, "set_cookie", lambda *_: None)


@defect(
    "session-lost-on-reload",
    "После перезагрузки страницы дневник просит войти ещё раз.",
    claim="signed-in",
    kind="session",
)
def _session_lost_on_reload(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        "/static/main.js",
        '    const { items } = await call("GET"',
        '    const [{ type }] = performance.getEntriesByType("navigation");\n'
        '    if (type === "reload") throw new SessionEnded("");\n'
        '    const { items } = await call("GET"',
    )


@defect(
    "session-survives-log-out",
    "После выхода прежний ключ сессии по-прежнему открывает дневник.",
    claim="signed-in",
    kind="session",
    scenario=_SIGN_OUT,
)
def _session_survives_log_out(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.sessions, "close", lambda _session: None)


@defect(
    "log-out-only-shows-the-form",
    "Выход только показывает страницу входа: по адресу дневника он открывается снова.",
    claim="signed-in",
    kind="session",
    scenario=_SIGN_OUT,
)
def _log_out_only_shows_the_form(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", "/static/main.js", 'await call("POST", "/api/user/auth/logout");', "")


@defect(
    "login-leads-to-any-address",
    "После входа дневник отправляет по чужому адресу, названному в ссылке.",
    claim="signed-in",
    kind="oauth",
    scenario="login with a foreign address",
)
def _login_leads_to_any_address(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        "/static/main.js",
        'if (location.pathname === "/login") history',
        'const far = new URLSearchParams(location.search).get("next") ?? "";\n'
        '    if (far.startsWith("https:")) return location.assign(far);\n'
        '    if (location.pathname === "/login") history',
    )
