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
from typing import Any

import django
import uvicorn

os.environ["DJANGO_SETTINGS_MODULE"] = "flows.allauth_site.site.settings"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402  Django has to be set up before its models are read
from allauth.socialaccount.models import SocialAccount  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler  # noqa: E402
from django.core.handlers.asgi import ASGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402


def main() -> None:
    """Serve on the socket that was handed over, until the input ends."""
    try:
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        listener = socket.socket(fileno=int(os.environ["ALLAUTH_SITE_SOCKET"]))
        config = uvicorn.Config(
            ASGIStaticFilesHandler(ASGIHandler()),
            interface="asgi3",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # what its pages fail on, Django logs
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        threading.Thread(target=_obey, args=(server,), daemon=True).start()
        server.run(sockets=[listener])
    finally:
        shutil.rmtree(os.environ["ALLAUTH_SITE_FOLDER"], ignore_errors=True)


def new_member(username: str, email: str, password: str) -> None:
    """Make an account of the site whose e-mail address is confirmed."""
    user = User.objects.create_user(username, email, password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def connect(username: str, profile: Mapping[str, str]) -> None:
    """Connect the VK account with this profile, as VK ID tells it, to a member's account."""
    user = User.objects.get(username=username)
    SocialAccount.objects.create(user=user, provider="vk", uid=profile["user_id"], extra_data=profile)


def connected(username: str) -> list[str]:
    """Return the ids of the VK accounts that are connected to a member's account."""
    return list(
        SocialAccount.objects.filter(user__username=username, provider="vk").values_list("uid", flat=True)
    )


_COMMANDS: Mapping[str, Callable[..., Any]] = {
    command.__name__: command for command in (new_member, connect, connected)
}


def _obey(server: uvicorn.Server) -> None:
    try:
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            command = json.loads(line)
            print(json.dumps(_COMMANDS[command.pop("command")](**command)), flush=True)
    finally:
        server.should_exit = True


if __name__ == "__main__":
    main()
