"""Folders that are made from the sources at start, once a version, and kept in the instance."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def version(folder: Path, paths: Iterable[Path], also: str = "") -> str:
    """A digest of the names and bytes of `paths`, which are below `folder`, and of `also`."""
    digest = hashlib.sha256(also.encode())
    for path in sorted(paths):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def made_once(target: Path, make: Callable[[Path], object]) -> Path:
    """`target`, which `make` fills as a new folder where it is not there yet.

    It appears whole or not at all, whichever of several processes is the quickest. Raises OSError
    where it cannot be written.
    """
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=target.parent))
    make(making / "files")
    try:
        os.rename(making / "files", target)
    except OSError:  # another process was quicker
        if not target.exists():
            raise
    shutil.rmtree(making)
    return target
