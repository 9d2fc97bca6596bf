"""How gunicorn serves the shop: `gunicorn --config python:shop.serving`.

The application is loaded before the fork, so that a wrong setting stops the start before any
port opens, and so that workers share its memory.
"""

import ctypes
import gc
import os
import sys
from typing import Any

from config import load as load_settings  # "config" is a setting of gunicorn
from shop import stopping, warming
from shop.dev import redis_server
from shop.languages import Shop

wsgi_app = "wsgi:app"
bind = f"0.0.0.0:{os.environ.get('PORT') or 5000}"
preload_app = True
worker_class = "shop.stopping.Worker"  # gthread
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)  # more of them wait for each other
timeout = 60  # seconds that a worker may be silent
graceful_timeout = 8  # seconds that requests in hand may still take when it is asked to stop
limit_request_line = 8190  # bytes, its most; what is longer never reaches the shop's own pages
keepalive = 15  # seconds that an idle connection is kept
max_requests = 50_000  # a worker is replaced after so many, whatever it may leak
max_requests_jitter = 5_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - gunicorn's heartbeat
accesslog = "-" if os.environ.get("ACCESS_LOG") else None
control_socket_disable = True
# Before Python looks for cycles, which it does every hundred pages then: a page makes thousands of
# objects, and leaves few behind.
MOST_NEW_OBJECTS = 5_000
# From glibc's malloc.h.
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8


def on_starting(server: Any) -> None:
    """In the master, before anything is loaded. Development keeps a Redis of its own."""
    redis_server.ensure(load_settings())
    keep_memory_together()
    stopping.close_port_first(server)


def keep_memory_together() -> None:
    """Have glibc share two heaps among all threads: with one for each, as it does by itself, a
    worker of eight keeps 9 MB more that none of them uses. And have it give back what is large,
    as the 32 MB that a password's hash takes, rather than keep it once it was asked for."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, 2)
        libc.mallopt(M_MMAP_THRESHOLD, 1 << 20)  # bytes


def when_ready(server: Any) -> None:
    """Before the first fork: what is loaded by now stays for ever, and need not be looked through
    again. Each look would write into it, and so cost every worker a copy of its own.
    """
    app = server.app.wsgi()
    if isinstance(app, Shop):  # `make bench` serves others in the same manner
        warming.warm(app)
    gc.collect()
    gc.freeze()
    gc.set_threshold(MOST_NEW_OBJECTS, 10, 20)
