"""Where pictures are kept: a folder, or whatever else fsspec reaches, S3 first.

S3 takes its keys, region and endpoint from the environment as boto does: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL.
"""

import os
import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Any

import fsspec
from flask import current_app

# What `new_key` makes, and the names that renditions derive from it. Nothing else is ever
# served, so that no request can lead out of the storage.
KEY = re.compile(
    r"(?P<folder>[0-9a-f]{2})/(?P<stem>(?P=folder)[0-9a-f]{30})(?:-[0-9a-z]+)?\.[a-z]+"
)


def is_key(text: str) -> bool:
    """Whether `text` could be the name of something kept."""
    return KEY.fullmatch(text) is not None


S3_OPTIONS = {
    # Another process may have written since: what is there is always asked for anew.
    "use_listings_cache": False,
    "skip_instance_cache": True,
    "config_kwargs": {  # seconds
        "connect_timeout": 3,
        "read_timeout": 10,
        "retries": {"max_attempts": 2, "mode": "standard"},
    },
}


class NotInStorage(Exception):
    """There is nothing under this key."""


class Storage:
    """The files below one fsspec URL or local path."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_local = "://" not in url or url.startswith(("file://", "local://"))

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        # At the first use, not at the start: an open S3 connection does not survive a fork.
        options: dict[str, Any] = S3_OPTIONS if self.url.startswith(("s3://", "s3a://")) else {}
        filesystem, root = fsspec.core.url_to_fs(self.url, **options)
        return filesystem, str(root).rstrip("/")

    def _path(self, key: str) -> str:
        if not is_key(key):
            raise NotInStorage(key)
        return f"{self._opened[1]}/{key}"

    def save(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`; who reads meanwhile gets all of the old or all of the new."""
        path = self._path(key)
        if not self.is_local:
            self._opened[0].pipe_file(path, data)
            return
        folder = Path(path).parent
        folder.mkdir(parents=True, exist_ok=True)
        writing = folder / f".{secrets.token_hex(8)}"
        writing.write_bytes(data)
        os.replace(writing, path)

    def read(self, key: str) -> bytes:
        """All of `key`. Raises NotInStorage."""
        try:
            return bytes(self._opened[0].cat_file(self._path(key)))
        except FileNotFoundError:
            raise NotInStorage(key) from None

    def exists(self, key: str) -> bool:
        """Whether there is something under `key`."""
        return bool(self._opened[0].exists(self._path(key)))

    def delete(self, key: str) -> None:
        """Take `key` away; nothing happens when it is gone already."""
        try:
            self._opened[0].rm_file(self._path(key))
        except FileNotFoundError:
            return


def storage() -> Storage:
    """The current application's storage."""
    found: Storage = current_app.extensions["media"]
    return found


def new_key() -> str:
    """A key nobody can guess, for a WebP file; spread over 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}.webp"
