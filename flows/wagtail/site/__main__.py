"""The site's own process: makes the database, serves, and does what its starter writes to it, until that one has gone.

Each line on standard input is a command, each line on standard output its answer, both in JSON; the first answer
says that the site is ready. The end of the input ends the site, so it never outlives whoever started it.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "flows.wagtail.site.settings"
django.setup()

import wagtail  # noqa: E402  Django has to be set up before its models are read
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, User  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponseBase  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from flows.wagtail.site.news.models import NewsPage  # noqa: E402

_HOME = "Школьный сайт"
_FIRST_PAGE = "О школе"
_GROUP = "Moderators"
"""Of the groups that Wagtail makes the one that may publish; it is no administrator's."""


class _StaticFiles(StaticFilesHandler):
    def serve(self, request: HttpRequest) -> HttpResponseBase:
        """Send a file that the browser may keep: each page of the editors has dozens."""
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=86400"
        return answer


class _Handler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def main() -> None:
    """Serve on the socket that was handed over, until the input ends."""
    try:
        _make_database()
        _make_home()
        listener = socket.socket(fileno=int(os.environ["WAGTAIL_SITE_SOCKET"]))
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Handler, bind_and_activate=False)
        server.socket.close()
        server.socket, server.server_address = listener, listener.getsockname()
        server.server_name, server.server_port = server.server_address
        server.setup_environ()
        server.set_app(_StaticFiles(WSGIHandler()))
        threading.Thread(target=_obey, args=(server,), daemon=True).start()
        server.serve_forever()
    finally:
        shutil.rmtree(os.environ["WAGTAIL_SITE_FOLDER"], ignore_errors=True)


def new_editor(username: str, email: str, password: str) -> None:
    """Make an account that may write and publish pages and add images."""
    user = User.objects.create_user(username, email, password)
    user.groups.add(Group.objects.get(name=_GROUP))


def clear() -> None:
    """Have but the home page, one page below it that everybody sees, and no image."""
    for page in Page.objects.filter(depth=3):
        page.delete()
    get_image_model().objects.all().delete()
    Page.objects.get(depth=2).add_child(instance=NewsPage(title=_FIRST_PAGE, slug="about"))


def release() -> str:
    """Return the release of Wagtail that runs here."""
    return str(wagtail.__version__)


_COMMANDS: Mapping[str, Callable[..., Any]] = {
    command.__name__: command for command in (new_editor, clear, release)
}


def _make_database() -> None:
    """Make the tables anew, or as they were made the first time in this environment: that takes a while."""
    database, made_before = Path(settings.DATABASES["default"]["NAME"]), Path(sys.prefix) / "empty.sqlite3"
    if made_before.exists():
        shutil.copyfile(made_before, database)
        return
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    copy = made_before.with_suffix(f".{os.getpid()}")
    shutil.copyfile(database, copy)
    copy.replace(made_before)


def _make_home() -> None:
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    home = NewsPage(title=_HOME, slug="school")
    Page.objects.get(pk=root.pk).add_child(instance=home)
    Site.objects.all().delete()
    hostname = os.environ["WAGTAIL_SITE_ORIGIN"].partition("://")[2]
    Site.objects.create(hostname=hostname, port=443, site_name=_HOME, root_page=home, is_default_site=True)
    clear()


def _obey(server: ThreadedWSGIServer) -> None:
    try:
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            command = json.loads(line)
            print(json.dumps(_COMMANDS[command.pop("command")](**command)), flush=True)
            connection.close()
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
