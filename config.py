"""The shop's configuration, all of it from environment variables.

`load()` is the one place that reads them. It checks what it reads, so that a wrong
value stops the start with one clear line instead of failing a shopper later.
"""

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "production", "test")
MEGABYTE = 1024 * 1024
DAY = 24 * 60 * 60


class ConfigError(Exception):
    """A setting that the shop cannot start with; the text names the variable."""


def load(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return Flask's configuration made from `environ` (the process's own by default).

    Raises ConfigError when a variable is malformed, or too weak for production.
    """
    env = os.environ if environ is None else environ
    name = env.get("SHOP_ENV") or "development"
    if name not in ENVIRONMENTS:
        raise ConfigError(f"SHOP_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}.")
    instance = Path(env.get("SHOP_INSTANCE") or ROOT / "instance").resolve()
    public_url = _public_url(env, name)
    return {
        "SHOP_ENV": name,
        "SHOP_INSTANCE": str(instance),
        "SHOP_NAME": env.get("SHOP_NAME") or "Wrenfield",
        "SHOP_ADDRESS": env.get("SHOP_ADDRESS") or "",
        "SHOP_CURRENCY": _currency(env),
        "SHOP_COUNTRY": _country(env),
        "SHOP_PRICES_INCLUDE_TAX": _is_on(env, "SHOP_PRICES_INCLUDE_TAX", default="1"),
        "SHOP_LOCALE": _locale(env),
        "SHOP_TIMEZONE": _timezone(env),
        "SHOP_NOW": _moment(env) if name != "production" else None,
        "SECRET_KEY": _secret_key(env, name, instance),
        "PUBLIC_URL": public_url,
        "TRUSTED_PROXIES": _whole_number(env, "TRUSTED_PROXIES", 0),
        "CORS_ORIGINS": _comma_separated(env, "CORS_ORIGINS"),
        **_database(env, instance),
        "REDIS_URL": _redis_url(env, instance),
        "REDIS_IS_EMBEDDED": not env.get("REDIS_URL"),
        "REDIS_TIMEOUT": 0.5,  # seconds, to connect and to answer
        "REDIS_PAUSE": 2,  # seconds that a process leaves a silent Redis alone
        "JOB_TIMEOUT": _whole_number(env, "JOB_TIMEOUT", 45),  # seconds, of an ordinary job
        "SWEEP_INTERVAL": _whole_number(env, "SWEEP_INTERVAL", 15),  # seconds between two sweeps
        "SHOP_WORKER": env.get("SHOP_WORKER") or ("fork" if hasattr(os, "fork") else "simple"),
        "PAGE_CACHE": _is_on(env, "SHOP_PAGE_CACHE", default="1"),
        "METRICS_TOKEN": env.get("METRICS_TOKEN") or None,
        **_mail(env),
        "MEDIA_URL": env.get("MEDIA_URL") or str(instance / "media"),
        **_stripe(env),
        **_cookies(public_url),
        **_limits(),
        "RATE_LIMITS": _rate_limits(name),
        **_login(),
        "REQUIRE_SECOND_FACTOR": _is_on(env, "SHOP_REQUIRE_SECOND_FACTOR", default="0"),
        "BABEL_DEFAULT_LOCALE": _locale(env),
        "BABEL_DEFAULT_TIMEZONE": _timezone(env),
    }


def _redis_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("REDIS_URL")
    if not url:
        return embedded_redis_url(instance)
    if not url.startswith(("redis://", "rediss://", "unix://", "sentinel://")):
        raise ConfigError("REDIS_URL must start with redis://, rediss://, unix:// or sentinel://.")
    return url


def embedded_redis_url(instance: Path) -> str:
    """The address of the Redis that development keeps in the instance folder.

    A Unix socket needs no free port and is closed to other users of the machine. But its path
    may have at most 107 bytes, and Redis's list of clients, which RQ reads, writes it between
    spaces: a deep folder, or one with a space in its name, gets a socket in the temporary one.
    On Windows, where Python has no Unix sockets and no embedded Redis runs, the usual port.
    """
    if os.name == "nt":
        return "redis://127.0.0.1:6379/0"
    socket = instance / "redis" / "redis.sock"
    if len(str(socket).encode()) > 100 or not re.fullmatch(r"[\w./-]+", str(socket)):
        digest = hashlib.sha256(str(instance).encode()).hexdigest()[:16]
        socket = Path(tempfile.gettempdir()) / f"shop-redis-{digest}.sock"
    return "unix://" + quote(str(socket))


def _public_url(env: Mapping[str, str], name: str) -> str:
    url = (env.get("PUBLIC_URL") or "").rstrip("/")
    if not url:
        if name == "production":
            raise ConfigError("PUBLIC_URL must be set in production, such as https://shop.example.")
        return "http://127.0.0.1:5000"
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ConfigError(f"PUBLIC_URL is {url!r}; it must be like https://shop.example.")
    return url


def _secret_key(env: Mapping[str, str], name: str, instance: Path) -> str:
    key = env.get("SECRET_KEY") or ""
    if name == "production":
        if len(key) < 32:
            raise ConfigError("SECRET_KEY must be set to 32 characters or more in production.")
        return key
    if key:
        return key
    return _kept_secret(instance / "secret_key")


def _kept_secret(path: Path) -> str:
    """Read the key of an earlier run, or make one; two processes starting at once agree."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    for _ in range(100):
        key = path.read_text().strip()
        if len(key) == 64:
            return key
    raise ConfigError(f"{path} holds no key; delete the file and start again.")


def _database(env: Mapping[str, str], instance: Path) -> dict[str, Any]:
    url = _database_url(env, "DATABASE_URL") or f"sqlite:///{instance / 'shop.sqlite3'}"
    replica = _database_url(env, "DATABASE_REPLICA_URL")
    if replica and replica.startswith("sqlite:") != url.startswith("sqlite:"):
        raise ConfigError("DATABASE_REPLICA_URL must name a database of DATABASE_URL's kind.")
    return {"SQLALCHEMY_DATABASE_URI": url, "DATABASE_REPLICA_URL": replica}


def _database_url(env: Mapping[str, str], variable: str) -> str | None:
    url = env.get(variable) or None
    if url and url.startswith("postgres://"):  # the form that some hosts still hand out
        url = "postgresql://" + url.removeprefix("postgres://")
    if url and not url.startswith(("sqlite:", "postgresql")):
        raise ConfigError(f"{variable} must start with postgresql:// or sqlite:///.")
    return url


def _mail(env: Mapping[str, str]) -> dict[str, Any]:
    """Flask-Mail's settings from MAIL_URL; without it mail goes to the development mailbox."""
    url = env.get("MAIL_URL") or ""
    sender = env.get("MAIL_FROM") or "Wrenfield <hello@wrenfield.example>"
    settings: dict[str, Any] = {"MAIL_URL": url, "MAIL_DEFAULT_SENDER": sender}
    if not url:
        return settings
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
    try:
        port = parts.port or ports[parts.scheme]
    except (KeyError, ValueError):
        port = 0
    if not port or not parts.hostname:
        raise ConfigError("MAIL_URL must be smtp://, smtps:// or smtp+starttls:// and a host.")
    return settings | {
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": port,
        "MAIL_USE_SSL": parts.scheme == "smtps",
        "MAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "MAIL_USERNAME": unquote(parts.username) if parts.username else None,
        "MAIL_PASSWORD": unquote(parts.password) if parts.password else None,
    }


def _stripe(env: Mapping[str, str]) -> dict[str, Any]:
    """Stripe's keys; none where the shop takes no cards. STRIPE_API_BASE is for tests."""
    names = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE")
    settings = {name: env.get(name) or None for name in names}
    if bool(settings["STRIPE_SECRET_KEY"]) != bool(settings["STRIPE_WEBHOOK_SECRET"]):
        raise ConfigError("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET must be set together.")
    return settings


def _cookies(public_url: str) -> dict[str, Any]:
    secure = public_url.startswith("https://")
    return {
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": secure,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_DURATION": 60 * DAY,  # seconds
        "CART_COOKIE_DURATION": 90 * DAY,  # seconds
    }


def _limits() -> dict[str, Any]:
    return {
        "MAX_CONTENT_LENGTH": 1 * MEGABYTE,  # bytes; upload routes raise it for themselves
        "MAX_FORM_MEMORY_SIZE": 1 * MEGABYTE,
        "MAX_FORM_PARTS": 500,
        "RATELIMIT_ENABLED": True,
    }


def _rate_limits(name: str) -> dict[str, str]:
    """How often a thing may be tried, as `limits` reads it; shop.auth.tries says what is counted.

    On a developer's machine every shopper, and every shopper of a load test, has one address.
    """
    by_address = "30/hour" if name == "production" else "600/minute"
    return {
        "password by account and address": "10/minute;30/hour",  # wrong ones
        "password by account": "100/hour",  # wrong ones from where the customer is not signed in
        "password by address": "100/hour" if name == "production" else "600/minute",  # wrong ones
        "registration by address": by_address,
        "reset by address": by_address,
        "stock alert by address": by_address,
        "promotion code by address": "20/minute" if name == "production" else "600/minute",  # wrong
        "reset by account": "5/hour",  # mails
        "second factor by account and address": "5/minute;20/hour",  # a right one starts anew
        "second factor by account": "100/day",
        "e-mail change by account": "5/hour",  # mails
    }


def _login() -> dict[str, Any]:
    return {
        "PASSWORD_HASH_METHOD": "scrypt",
        "WTF_CSRF_CHECK_DEFAULT": False,  # shop.forgery decides when the token is needed
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session
    }


def _currency(env: Mapping[str, str]) -> str:
    code = (env.get("SHOP_CURRENCY") or "USD").upper()
    if len(code) != 3 or not code.isalpha():
        raise ConfigError(f"SHOP_CURRENCY is {code!r}; it must be an ISO 4217 code such as EUR.")
    return code


def _country(env: Mapping[str, str]) -> str:
    code = (env.get("SHOP_COUNTRY") or "US").upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise ConfigError(f"SHOP_COUNTRY is {code!r}; it must be an ISO 3166 code such as DE.")
    return code


def _is_on(env: Mapping[str, str], variable: str, default: str) -> bool:
    text = env.get(variable) or default
    if text not in ("0", "1"):
        raise ConfigError(f"{variable} is {text!r}; it must be 1 (yes) or 0 (no).")
    return text == "1"


def _locale(env: Mapping[str, str]) -> str:
    name = env.get("SHOP_LOCALE") or "en"
    try:
        return str(Locale.parse(name.replace("-", "_")))
    except (ValueError, UnknownLocaleError) as error:
        raise ConfigError(f"SHOP_LOCALE is {name!r}; it must be a language such as en.") from error


def _timezone(env: Mapping[str, str]) -> str:
    name = env.get("SHOP_TIMEZONE") or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"SHOP_TIMEZONE is {name!r}, which is no time zone.") from error
    return name


def _moment(env: Mapping[str, str]) -> str | None:
    text = env.get("SHOP_NOW") or None
    try:
        datetime.fromisoformat(text or "2030-01-01")
    except ValueError as error:
        raise ConfigError(f"SHOP_NOW is {text!r}; it must be like 2030-12-24T09:00.") from error
    return text


def _whole_number(env: Mapping[str, str], variable: str, default: int) -> int:
    text = env.get(variable) or str(default)
    if not text.isdecimal():
        raise ConfigError(f"{variable} is {text!r}; it must be a whole number.")
    return int(text)


def _comma_separated(env: Mapping[str, str], variable: str) -> list[str]:
    return [part.strip() for part in (env.get(variable) or "").split(",") if part.strip()]
