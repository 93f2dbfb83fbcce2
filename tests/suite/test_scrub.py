"""Recordings of a browser lose what is secret and nothing else: they still open, and say what was done."""

from __future__ import annotations

import base64
import gzip
import io
import itertools
import json
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote

import playwright
import pytest
from PIL import Image
from playwright.sync_api import Browser, Route, expect

from tests.support.serving import serving
from verifier.redaction.fields import Fields
from verifier.redaction.recordings import ScrubError, bodies, rewrite, scrub
from verifier.redaction.secrets import HIDDEN, Secrets

VIEWER = Path(playwright.__file__).parent / "driver/package/lib/vite/traceViewer"
NAME, PASSWORD, COOKIE, TOKEN, CSRF = "Таисия Журавлёва", "parol-42!", "s1d-7", "k3y-8", "x5rf-9"
ALL = (NAME, PASSWORD, COOKIE, TOKEN, CSRF)
LOGIN = f"""<!doctype html><title>Вход</title><p>Здравствуйте, {NAME}!</p><img src="/face.png" alt="">
<form method="post" action="/login"><input type="hidden" name="csrf" value="{CSRF}">
<label>Пароль <input type="password" name="password"></label><button>Войти</button></form>"""


def picture(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "PNG")
    return made.getvalue()


def answer(route: Route) -> None:
    match route.request.url.rpartition("/")[2]:
        case "face.png":
            route.fulfill(body=picture(), content_type="image/png")
        case "token":
            route.fulfill(json={"access_token": TOKEN, "user": {"name": NAME}})
        case _:
            headers = {
                "Set-Cookie": f"sid={COOKIE}; Path=/; Secure",
                "Content-Type": "text/html; charset=utf-8",
            }
            route.fulfill(body=LOGIN, headers=headers)


@pytest.fixture
def recorded(browser: Browser, tmp_path: Path) -> tuple[Path, Path]:
    """A trace and a HAR of somebody who signs in, as Playwright makes them."""
    trace, har = tmp_path / "trace.zip", tmp_path / "traffic.har"
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(10_000)
    context.tracing.start(screenshots=True, snapshots=True, sources=True)
    context.tracing.start_har(har, content="embed")
    context.route("https://site.test/**", answer)
    page = context.new_page()
    page.goto("https://site.test/login")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button").click()
    page.evaluate("fetch('/token').then(answer => answer.json())")
    context.tracing.stop_har()
    context.tracing.stop(path=trace)
    context.close()
    return trace, har


def parts(path: Path) -> dict[str, bytes]:
    if not zipfile.is_zipfile(path):
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def holding(path: Path, value: str) -> list[str]:
    forms = [value.encode(), json.dumps(value)[1:-1].encode()]
    return [name for name, content in parts(path).items() if any(form in content for form in forms)]


def test_recording_loses_its_secrets_though_only_the_name_was_told(recorded: tuple[Path, Path]) -> None:
    for path in recorded:
        assert {value for value in ALL if holding(path, value)} == set(ALL), "the recording proves nothing"
        scrub(path, Secrets((NAME,)))
        assert {value: holding(path, value) for value in ALL if holding(path, value)} == {}
        assert any(HIDDEN.encode() in content for content in parts(path).values())


def test_har_keeps_its_form_and_what_is_no_secret(recorded: tuple[Path, Path]) -> None:
    _, har = recorded
    before = json.loads(har.read_bytes())["log"]
    scrub(har, Secrets((NAME,)))
    after = json.loads(har.read_bytes())["log"]
    assert [entry["request"]["url"] for entry in after["entries"]] == [
        entry["request"]["url"] for entry in before["entries"]
    ]
    login, *_ = after["entries"]
    assert login["response"]["content"]["text"] == LOGIN.replace(NAME, HIDDEN).replace(CSRF, HIDDEN)
    post = next(entry["request"] for entry in after["entries"] if entry["request"]["method"] == "POST")
    assert [head["value"] for head in post["headers"] if head["name"] == "Cookie"] == [f"sid={HIDDEN}"]
    assert post["postData"]["params"] == [
        {"name": "csrf", "value": HIDDEN},
        {"name": "password", "value": HIDDEN},
    ]


def test_trace_has_no_pixels_of_people(recorded: tuple[Path, Path]) -> None:
    trace, _ = recorded
    assert any(name.startswith("screencast/") for name in parts(trace))
    scrub(trace, Secrets())
    clean = parts(trace)
    assert not any(name.startswith("screencast/") for name in clean)
    assert b"screencast-frame" not in clean["trace.trace"]
    shown = [Image.open(io.BytesIO(body)) for name, body in clean.items() if name.endswith(".png")]
    assert [(one.size, one.convert("RGB").getpixel((5, 5))) for one in shown] == [((40, 30), (197, 206, 219))]


@pytest.fixture
def viewer(tmp_path: Path) -> Iterator[str]:
    """The trace viewer that comes with Playwright, on loopback, with the test's folder beside it."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            name = path.partition("?")[0].removeprefix("/")
            return str(tmp_path / name if (tmp_path / name).is_file() else VIEWER / (name or "index.html"))

    with serving(Handler) as address:
        yield address


def test_trace_opens_in_the_trace_viewer(
    recorded: tuple[Path, Path], viewer: str, browser: Browser, tmp_path: Path
) -> None:
    trace, _ = recorded
    scrub(trace, Secrets((NAME,)))
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(error.message))
    page.goto(f"{viewer}/index.html?trace={viewer}/{trace.name}")
    actions = page.get_by_test_id("actions-tree")
    for action in ("Navigate", "Fill", "Click", "Evaluate"):
        expect(actions).to_contain_text(action)
    actions.get_by_text("Fill").click()
    page.screenshot(path=tmp_path / "viewer.png")
    snapshot = page.locator("iframe[name=snapshot]:visible").content_frame
    expect(snapshot.get_by_text(f"Здравствуйте, {HIDDEN}!")).to_be_visible()
    page.get_by_role("tab", name="Network").click()
    expect(page.get_by_role("tabpanel").get_by_text("login").first).to_be_visible()
    page.screenshot(path=tmp_path / "viewer.png")
    context.close()
    assert troubles == []


def test_packed_bodies_are_unpacked_and_looked_into() -> None:
    secrets = Secrets((NAME,))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("page.html", f"<p>{NAME}</p>")
        archive.writestr("data.json.gz", gzip.compress(json.dumps({"name": NAME}).encode()))
    packed = gzip.compress(inner.getvalue())
    assert bodies.leaks(packed, secrets)
    clean = bodies.clean(packed, secrets)
    assert not bodies.leaks(clean, secrets)
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(clean))) as archive:
        assert archive.read("page.html").decode() == f"<p>{HIDDEN}</p>"
        assert json.loads(gzip.decompress(archive.read("data.json.gz"))) == {"name": HIDDEN}


PEOPLE = Fields(("first_name", "middlename", "bdate", "phones", "photo"))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ('{"password":"ab","state":"linked","code":200}', '{"password":"███","state":"linked","code":200}'),
        ('{"pin":12,"code":731946}', '{"pin":"███","code":"███"}'),
        (
            '{"users":[{"firstName":"Ян","middlename":"Ли","age":7}]}',
            '{"users":[{"firstName":"███","middlename":"███","age":7}]}',
        ),
        (
            '{"parent_middlename":"Ли","phones":["1",{"n":2}]}',
            '{"parent_middlename":"███","phones":["███",{"n":"███"}]}',
        ),
        ('{"photo_max_orig":"/a.png","photo_id":null}', '{"photo_max_orig":"███","photo_id":null}'),
        (r'{"inner":"{\"bdate\":\"1.2\"}"}', r'{"inner":"{\"bdate\":\"███\"}"}'),
        (
            "user=1&password=a%25&first_name=%D0%AF%D0%BD",
            "user=1&password=%E2%96%88%E2%96%88%E2%96%88&first_name=%E2%96%88%E2%96%88%E2%96%88",
        ),
        ("https://a.test/x?pin=ab&next=1#token=c", "https://a.test/x?pin=███&next=1#token=███"),
        (
            "<input type=password value=ab> <input name='q' value='x'>",
            "<input type=password value=\"███\"> <input name='q' value='x'>",
        ),
        ("""<input value="pa'ss" name="pin">""", """<input value="███" name="pin">"""),
        (
            """<script>let a = {first_name: 'Ян', "password": "pa'\\"s", title: "7"}</script>""",
            """<script>let a = {first_name: '███', "password": "███", title: "7"}</script>""",
        ),
        (r'call("{\"password\":\"a\\\"b\",\"x\":\"y\"}")', r'call("{\"password\":\"███\",\"x\":\"y\"}")'),
        ('var a = {"phones": ["1", "2"], "b": [1]}', 'var a = {"phones": ["███"], "b": [1]}'),
        (
            '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\na=b\r\n--x--',
            '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n███\r\n--x--',
        ),
        ("key eyJhbGciOiJub25lIn0.eyJuIjoi0K_QvSJ9. end", "key ███ end"),
        ("Пароль: его нет. state: linked", "Пароль: его нет. state: linked"),
    ],
    ids=itertools.count(),
)
def test_what_is_private_is_hidden_by_its_place_however_short_it_is(told: str, shown: str) -> None:
    assert PEOPLE.hide(told) == shown
    assert PEOPLE.hide(shown) == shown


def test_what_a_field_tells_of_people_is_looked_for_elsewhere() -> None:
    token = base64.urlsafe_b64encode(json.dumps({"middlename": "Ли", "state": "linked"}).encode()).decode()
    body = json.dumps(
        {"first_name": "Ян", "jwt": f"eyJhbGciOiJub25lIn0.{token.rstrip('=')}.", "phones": ["нет"]}
    )
    secrets = Secrets(bodies.secrets_in(body.encode(), PEOPLE))
    assert secrets.text("Ян и Ли, linked, нет") == f"{HIDDEN} и {HIDDEN}, linked, нет"


SHORT = """<!doctype html><meta charset="utf-8"><form method="post" action="/login?pin=qx">
<label>Пароль <input type="password" name="password"></label><button>Войти</button></form>"""
SENDS = """({password, middlename}) => {
  const form = new FormData();
  form.append('password', password);
  const body = JSON.stringify({password, middlename});
  return Promise.all([body, form].map(one => fetch('/api', {method: 'POST', body: one}).then(it => it.json())));
}"""


def test_a_password_of_two_letters_leaves_no_recording(browser: Browser, tmp_path: Path) -> None:
    trace, har = tmp_path / "trace.zip", tmp_path / "traffic.har"
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(5_000)
    context.tracing.start(snapshots=True)
    context.tracing.start_har(har, content="embed")
    told = {"user": {"middlename": "Ян", "password": "ю№"}}
    context.route(
        "https://site.test/**",
        lambda route: (
            route.fulfill(json=told)
            if route.request.url.endswith("/api")
            else route.fulfill(body=SHORT, content_type="text/html")
        ),
    )
    page = context.new_page()
    page.goto("https://site.test/login?pin=ю№")
    field = page.get_by_label("Пароль")
    field.fill("ю№")
    with pytest.raises(AssertionError) as failed:
        expect(field).to_have_value("", timeout=300)
    page.evaluate(SENDS, {"password": "ю№", "middlename": "Ян"})
    page.get_by_role("button").click()
    context.tracing.stop_har()
    context.tracing.stop(path=trace)
    context.close()
    secrets = Secrets()
    secrets.fields.add(["middlename"])
    for path in (trace, har):
        assert holding(path, "ю№")
        assert holding(path, "Ян")
        scrub(path, secrets)
        for value in ("ю№", "Ян", quote("ю№")):
            assert holding(path, value) == []
    assert "ю№" in str(failed.value)
    assert "ю№" not in secrets.text(str(failed.value))


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (
            b'{"data": {"token": "abc-1", "items": [{"password": "p4rol"}], "state": "linked"}}',
            {"abc-1", "p4rol"},
        ),
        (b"grant_type=refresh_token&refresh_token=r3fresh%21", {"r3fresh!"}),
        (b'{"next": "https://id.vk.ru/authorize?state=st4te&response_type=code"}', {"st4te"}),
        (b'{"inner": "{\\"csrf\\": \\"c5rf\\"}"}', {"c5rf"}),
        (b'<script>const settings = {accessToken: "4ccess"}</script>', {"4ccess"}),
        (b'<input name="otp" value="731946"><input name="city" value="SPb1">', {"731946"}),
        (b'{"id": "8hqJaciXkvsOZ_AcX2V5bg", "title": "7B"}', {"8hqJaciXkvsOZ_AcX2V5bg"}),
        (b"\x89PNG token=1", set()),
    ],
    ids=["json", "form", "address", "json-in-json", "script", "fields", "random", "picture"],
)
def test_body_names_its_secrets(body: bytes, named: set[str]) -> None:
    assert set(bodies.secrets_in(body, Fields())) == named


@pytest.mark.parametrize(
    "content",
    [b"", b"not a recording", b'{"log": {}}', b"PK\x03\x04 cut short"],
    ids=["empty", "text", "json", "zip"],
)
def test_recording_that_cannot_be_read_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "trace.zip"
    path.write_bytes(content)
    with pytest.raises(ScrubError, match=r"^trace\.zip: запись не читается .*повторите прогон$"):
        scrub(path, Secrets((NAME,)))
    assert [file.name for file in tmp_path.iterdir()] == ["trace.zip"]
    assert path.read_bytes() == content


def test_recording_that_would_keep_a_secret_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "traffic.har"
    path.write_text(json.dumps({"log": {"entries": [], "comment": NAME}}), encoding="utf-8")
    monkeypatch.setattr(Secrets, "text", lambda _, text: text)
    with pytest.raises(ScrubError, match="остались секреты"):
        rewrite(path, tmp_path / "clean.har", Secrets((NAME,)))
    assert [file.name for file in tmp_path.iterdir()] == ["traffic.har"]
