"""Settings of the site. What one site is given and another is not comes from the environment; see `process.py`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

_FOLDER = Path(os.environ["ALLAUTH_SITE_FOLDER"])
_ORIGIN = os.environ["ALLAUTH_SITE_ORIGIN"]

SECRET_KEY = secrets.token_urlsafe(50)  # of this process alone: a site lives no longer
ALLOWED_HOSTS = [urlsplit(_ORIGIN).hostname]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.vk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; its passwords are made up

ROOT_URLCONF = "flows.allauth_site.site.urls"
LOGIN_REDIRECT_URL = "account_email"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
STATIC_URL = "/static/"

LANGUAGE_CODE = "ru"
TIME_ZONE = "Europe/Moscow"

# TLS ends before this server, which is on loopback and reached in no other way.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _FOLDER / "site.sqlite3",
        # Pages and commands write from two threads: each waits for the other instead of failing half-way.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        },
    },
}
# Tables are made from the models at once: a database that is always new has no past to be led through.
MIGRATION_MODULES = dict.fromkeys(("contenttypes", "auth", "sessions", "account", "socialaccount"))
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

ACCOUNT_RATE_LIMITS = False  # all of its visitors come from one address
SOCIALACCOUNT_PROVIDERS = {
    "vk": {
        "APP": {
            "client_id": os.environ["ALLAUTH_SITE_CLIENT_ID"],
            "secret": os.environ["ALLAUTH_SITE_CLIENT_SECRET"],
        },
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
