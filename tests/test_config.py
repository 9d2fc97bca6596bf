import subprocess
import sys

import pytest

import config

GOOD = {"SHOP_ENV": "production", "SECRET_KEY": "k" * 32, "PUBLIC_URL": "https://shop.example"}


def test_production_starts_with_a_long_key_and_an_address(tmp_path):
    loaded = config.load(GOOD | {"SHOP_INSTANCE": str(tmp_path)})
    assert loaded["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 31}, "SECRET_KEY"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "shop.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://[shop.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://shop.example:99999"}, "PUBLIC_URL"),
        ({"SHOP_LOCALE": "xx-bad"}, "SHOP_LOCALE"),
        ({"SHOP_LOCALE": "english"}, "SHOP_LOCALE"),
        ({"SHOP_ENV": "staging"}, "SHOP_ENV"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"REDIS_URL": "memcached://x"}, "REDIS_URL"),
        ({"MAIL_URL": "http://x"}, "MAIL_URL"),
        ({"MAIL_URL": "smtp://mail.example:port"}, "MAIL_URL"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"SHOP_CURRENCY": "dollars"}, "SHOP_CURRENCY"),
        ({"SHOP_TIMEZONE": "Mars/Olympus"}, "SHOP_TIMEZONE"),
    ],
)
def test_wrong_setting_is_named(change, named, tmp_path):
    with pytest.raises(config.ConfigError, match=named):
        config.load(GOOD | {"SHOP_INSTANCE": str(tmp_path)} | change)


def test_development_makes_a_key_once_and_keeps_it(tmp_path):
    first = config.load({"SHOP_INSTANCE": str(tmp_path)})["SECRET_KEY"]
    again = config.load({"SHOP_INSTANCE": str(tmp_path)})["SECRET_KEY"]
    assert first == again
    assert len(first) == 64


def test_wrong_clock_is_ignored_in_production_and_named_in_development(tmp_path):
    settings = GOOD | {"SHOP_INSTANCE": str(tmp_path), "SHOP_NOW": "tomorrow"}
    assert config.load(settings)["SHOP_NOW"] is None
    with pytest.raises(config.ConfigError, match="SHOP_NOW"):
        config.load(settings | {"SHOP_ENV": "development"})


@pytest.mark.parametrize("folder", ["a shop", "x" * 120])
def test_embedded_redis_has_a_socket_that_redis_can_name(tmp_path, folder):
    url = config.load({"SHOP_INSTANCE": str(tmp_path / folder)})["REDIS_URL"]
    assert len(url.removeprefix("unix://")) < 107
    assert " " not in url
    assert "%20" not in url


@pytest.mark.parametrize("command", (config.ROOT / "Procfile").read_text().splitlines())
def test_weak_production_stops_each_process_with_one_line_and_an_exit_code(command, tmp_path):
    words = command.partition(": ")[2].removeprefix("python -m ").split()
    ended = subprocess.run(
        [sys.executable, "-m", *words],
        env={
            "SHOP_ENV": "production",
            "SHOP_INSTANCE": str(tmp_path),
            "PUBLIC_URL": "https://shop.example",
            "SECRET_KEY": "too short",
            "PORT": "0",
        },
        cwd=config.ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode != 0
    assert ended.stderr.count("\n") == 1
    assert "SECRET_KEY" in ended.stderr
    assert "Listening" not in ended.stderr
