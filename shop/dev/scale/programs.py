"""The programs that `make scale` starts and Python's packages do not bring."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


class ProgramMissing(Exception):
    """Something is not installed; the text says what, and how to get it."""


def nginx() -> str:
    """Raises ProgramMissing."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise ProgramMissing("nginx is missing. On Debian or Ubuntu: apt install nginx-light")
    return found


def postgresql() -> Path:
    """The folder of PostgreSQL's newest programs. Raises ProgramMissing."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))  # where Debian has every version
    if folders:
        return max(folders, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    if found is None:
        raise ProgramMissing("PostgreSQL is missing. On Debian or Ubuntu: apt install postgresql")
    return Path(found).resolve().parent


def as_user(user: str) -> list[str]:
    """What a command begins with to run as `user` where this process is root's, which PostgreSQL
    refuses; it ends with its parent. Raises ProgramMissing."""
    if os.getuid() != 0:
        return []
    found = shutil.which("setpriv")
    if found is None:
        raise ProgramMissing("setpriv is missing. On Debian or Ubuntu: apt install util-linux")
    change = [f"--reuid={user}", f"--regid={user}", "--init-groups"]
    return [found, *change, "--pdeathsig=TERM", "--"]


def check() -> None:
    """Ask for all of them before anything is started. Raises ProgramMissing with all that miss."""
    missing = []
    for find in (nginx, postgresql, lambda: as_user("root")):
        try:
            find()
        except ProgramMissing as error:
            missing.append(str(error))
    if missing:
        raise ProgramMissing("\n".join(missing))


def is_there(find: Callable[[], object]) -> bool:
    """Whether `find`, one of the functions above, finds its program."""
    try:
        find()
    except ProgramMissing:
        return False
    return True
