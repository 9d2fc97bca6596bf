"""What the worker and the scheduler share as processes: how they start, wait and end."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from flask import Flask

import config
from shop.app import create_app
from shop.dev.redis_server import RedisServerFailed, ensure
from shop.redis import RedisError

log = logging.getLogger(__name__)

FIRST_PAUSE = 1  # seconds after Redis was lost; it doubles
LONGEST_PAUSE = 10  # seconds


def start() -> Flask:
    """The shop for a process without requests; ends the process when it cannot start."""
    logging.basicConfig(
        level=os.environ.get("LOG_LEVEL") or "INFO",
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    try:
        return create_app()
    except config.ConfigError as error:
        sys.exit(f"The shop does not start: {error}")


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopping


def keep_up(app: Flask, stopping: threading.Event, work: Callable[[], None]) -> None:
    """Call `work` until `stopping` is set, for ever waiting for a Redis that is away."""
    pause = FIRST_PAUSE
    while not stopping.is_set():
        try:
            ensure(app.config)
            work()
            pause = FIRST_PAUSE
        except (RedisError, RedisServerFailed, OSError) as error:
            log.warning("Redis is away, trying again in %d s: %s", pause, error)
            stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
