"""A whole running shop, and browsers to look at it with: Debian's Chromium, scripts on or off."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import back_office
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

import config

CHROMIUM = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def shop_instance() -> Iterator[Path]:
    """Where the running shop keeps what it makes."""
    with tempfile.TemporaryDirectory(prefix="shop-browser-") as folder:
        yield Path(folder) / "instance"


@pytest.fixture(scope="session")
def shop_address(shop_instance: Path) -> Iterator[str]:
    """What `make run` serves, seeded, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = shop_instance.parent / "run.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "shop.dev.runner"],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(shop_instance.parent),
                "SHOP_INSTANCE": str(shop_instance),
                "PORT": str(port),
            },
            cwd=config.ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_open(address, process, log)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def wait_until_open(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(log.read_text()[-2000:])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def context(browser: Browser, shop_address: str, scripts: bool) -> Iterator[BrowserContext]:
    """A fresh browser on a phone 360 pixels wide."""
    context = browser.new_context(
        base_url=shop_address,
        java_script_enabled=scripts,
        viewport={"width": 360, "height": 740},
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that may not complain: no console error, no uncaught one."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"uncaught {error}"))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    yield page
    # Chromium reports each 4xx page as an error of its own; those are what some tests ask for.
    assert [c for c in complaints if "the server responded with a status of 4" not in c] == []


@pytest.fixture(scope="session")
def merchant(browser: Browser, shop_address: str) -> StorageState:
    """The session of the demo shop's administrator."""
    return signed_in(browser, shop_address, "admin@example.com")


@pytest.fixture(scope="session")
def customer_state(browser: Browser, shop_address: str) -> StorageState:
    """The session of the demo shop's customer."""
    return signed_in(browser, shop_address, "shopper@example.com")


@pytest.fixture(scope="session")
def second_merchant(browser: Browser, shop_address: str, merchant: StorageState) -> StorageState:
    """The session of somebody whom the first one has invited by mail."""
    context = browser.new_context(base_url=shop_address, storage_state=merchant)
    page = context.new_page()
    page.goto("/admin/")
    link = back_office.invite(page, "grace.hill@example.com")
    context.close()
    context = browser.new_context(base_url=shop_address)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("New password").fill("quiet-harbour-lantern")
    page.get_by_role("button", name="Save the password").click()
    page.wait_for_url(lambda url: "/auth/reset/" not in url)
    state = context.storage_state()
    context.close()
    return state


def signed_in(browser: Browser, shop_address: str, email: str) -> StorageState:
    context = browser.new_context(base_url=shop_address)
    back_office.sign_in(context.new_page(), email)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=back_office.LOOKS, ids=str)
def look(request: pytest.FixtureRequest) -> back_office.Look:
    assert isinstance(request.param, back_office.Look)
    return request.param


@pytest.fixture
def desk(
    browser: Browser, shop_address: str, look: back_office.Look, merchant: StorageState
) -> Iterator[Page]:
    """The dashboard, for somebody who has just signed in."""
    context = browser.new_context(
        base_url=shop_address,
        storage_state=merchant,
        java_script_enabled=look.scripts,
        viewport={"width": look.width, "height": 800},
        reduced_motion="reduce",
    )
    with back_office.watched_page(context) as page:
        page.goto("/admin/")
        yield page


@pytest.fixture
def colleague(browser: Browser, shop_address: str, second_merchant: StorageState) -> Iterator[Page]:
    """The dashboard of the second administrator."""
    context = browser.new_context(base_url=shop_address, storage_state=second_merchant)
    with back_office.watched_page(context) as page:
        page.goto("/admin/")
        yield page


@pytest.fixture
def shopper(browser: Browser, shop_address: str, customer_state: StorageState) -> Iterator[Page]:
    """The shop as its customer sees it."""
    context = browser.new_context(base_url=shop_address, storage_state=customer_state)
    with back_office.watched_page(context) as page:
        yield page
