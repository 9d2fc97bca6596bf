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

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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
def shop_address() -> Iterator[str]:
    """What `make run` serves, seeded, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="shop-browser-") as folder:
        log = Path(folder) / "run.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "shop.dev.runner"],
                env={
                    "PATH": os.environ["PATH"],
                    "HOME": folder,
                    "SHOP_INSTANCE": f"{folder}/instance",
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
