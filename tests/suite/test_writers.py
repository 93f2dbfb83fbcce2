"""What writes for a run lets no secret through, and leaves the rest as it is."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest
from allure_commons import model2
from PIL import Image

from verifier.redaction.secrets import HIDDEN, Secrets
from verifier.run.writers import AllureLogger, Formatter, Stream, freed

SECRETS = Secrets(("parol-42!",))


def test_stream() -> None:
    inner = io.StringIO()
    stream = Stream(inner, SECRETS)
    assert stream.write("a parol-42! b") == 13
    stream.writelines(["parol-42!", "\n"])
    assert inner.getvalue() == f"a {HIDDEN} b{HIDDEN}\n"
    assert stream.getvalue() == inner.getvalue()


def test_half_a_surrogate_pair_is_written_as_a_mark(logger: AllureLogger, tmp_path: Path) -> None:
    console = io.TextIOWrapper(io.BytesIO(), "utf-8")
    Stream(console, SECRETS).write("a\udcff parol-42!")
    console.flush()
    assert console.buffer.getvalue().decode() == f"a\ufffd {HIDDEN}"
    record = logging.LogRecord("account", logging.ERROR, "x.py", 1, "a\udcff", (), None)
    assert Formatter(logging.Formatter(), SECRETS).format(record) == "a\ufffd"
    logger.report_result(model2.TestResult(name="a\udcff"))
    (written,) = tmp_path.iterdir()
    assert json.loads(written.read_text(encoding="utf-8"))["name"] == "a\ufffd"
    logger.report_attached_data("a\udcff", "text-attachment")
    assert (tmp_path / "text-attachment").read_text(encoding="utf-8") == "a\ufffd"


def test_log_file_with_the_values_of_a_traceback() -> None:
    try:
        raise ValueError("parol-42!")
    except ValueError as error:
        raised = (type(error), error, error.__traceback__)
    record = logging.LogRecord("account", logging.ERROR, "x.py", 1, "with %s", ("parol-42!",), raised)
    shown = Formatter(logging.Formatter("%(name)s: %(message)s"), SECRETS).format(record)
    assert shown.startswith(f"account: with {HIDDEN}\nTraceback")
    assert shown.endswith(f"ValueError: {HIDDEN}")


@pytest.fixture
def logger(tmp_path: Path) -> AllureLogger:
    return AllureLogger(tmp_path, SECRETS, lambda error: pytest.fail(str(error)))


def test_allure_result(logger: AllureLogger, tmp_path: Path) -> None:
    result = model2.TestResult(
        name="parol-42!",
        parameters=[model2.Parameter(name="account", value="'parol-42!'")],
        statusDetails=model2.StatusDetails(message="assert 'parol-42!' == ''", trace="…"),
        steps=[
            model2.TestStepResult(
                name="step", attachments=[model2.Attachment(name="told", source="1-attachment.txt")]
            )
        ],
        start=1795491474731,
    )
    logger.report_result(result)
    (written,) = (json.loads(file.read_text(encoding="utf-8")) for file in tmp_path.iterdir())
    assert written["name"] == HIDDEN
    assert written["parameters"][0]["value"] == f"'{HIDDEN}'"
    assert written["statusDetails"]["message"] == f"assert '{HIDDEN}' == ''"
    assert written["steps"][0]["attachments"][0]["source"] == "1-attachment.txt"
    assert written["start"] == 1795491474731


def test_allure_attachments(logger: AllureLogger, tmp_path: Path) -> None:
    picture, archive = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(picture, "PNG")
    with zipfile.ZipFile(archive, "w") as trace:
        trace.writestr("page.html", "parol-42!")
    harmless = io.BytesIO()
    with zipfile.ZipFile(harmless, "w") as trace:
        trace.writestr("picture.png", picture.getvalue())
    for name, data in {"picture": picture, "archive": archive, "harmless": harmless}.items():
        (tmp_path / name).write_bytes(data.getvalue())
        logger.report_attached_file(tmp_path / name, f"{name}-attachment")
    logger.report_attached_data("told: parol-42!", "text-attachment")
    assert (tmp_path / "picture-attachment").read_bytes() == picture.getvalue()
    assert (tmp_path / "harmless-attachment").read_bytes() == harmless.getvalue()
    assert (tmp_path / "text-attachment").read_text(encoding="utf-8") == f"told: {HIDDEN}"
    with zipfile.ZipFile(tmp_path / "archive-attachment") as clean:
        assert clean.read("page.html").decode() == HIDDEN


def test_values_of_every_shape_are_freed() -> None:
    told = {"parol-42!": ("parol-42!", [1, None, {"deep": "a parol-42!"}])}
    assert freed(told, SECRETS) == {HIDDEN: (HIDDEN, [1, None, {"deep": f"a {HIDDEN}"}])}
