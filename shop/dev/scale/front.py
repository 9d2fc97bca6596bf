"""nginx as deploy/nginx.conf has it, with this machine's places in the lines that are marked."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from config import ROOT
from shop.dev.scale.postgresql import answers
from shop.dev.scale.programs import nginx
from shop.dev.scale.services import Logged

DEPLOY = ROOT / "deploy"
MARK = "# place"


class PlaceMissing(Exception):
    """deploy/nginx.conf has no line, or another one, where a place should be written."""


def placed(text: str, places: Mapping[str, str]) -> str:
    """`text` with each of `places`, a piece of a marked line, replaced. Raises PlaceMissing.

    Every marked line has to be: one that was forgotten would lead somewhere else.
    """
    lines = []
    used = set()
    for line in text.splitlines():
        if MARK in line:
            found = [old for old in places if old in line]
            if len(found) != 1:
                raise PlaceMissing(line.strip())
            used.update(found)
            line = line.replace(found[0], places[found[0]]).partition(MARK)[0].rstrip()
        lines.append(line)
    if missing := places.keys() - used:
        raise PlaceMissing(", ".join(missing))
    return "\n".join(lines) + "\n"


def lay_out(folder: Path, static: Path, port: int, nodes: tuple[int, int]) -> Path:
    """Write nginx's folder: the configuration, whose path is returned, and the files it serves."""
    (folder / "cache").mkdir(parents=True)
    files = folder / "files"
    files.mkdir()
    (files / "static").symlink_to(static)
    shutil.copytree(DEPLOY / "answers", files / "-")
    settings = folder / "nginx.conf"
    places = {
        "web-1:5000": f"127.0.0.1:{nodes[0]}",
        "web-2:5000": f"127.0.0.1:{nodes[1]}",
        "root /srv/files;": f'root "{files}";',
        "/dev/stdout": f'"{folder}/access.log"',
        "listen 8080;": f"listen 127.0.0.1:{port};",
    }
    settings.write_text(placed((DEPLOY / "nginx.conf").read_text(), places))
    return settings


def command(folder: Path, settings: Path) -> list[str]:
    """What starts nginx on `lay_out`'s folder, and stays. Raises ProgramMissing."""
    own = f'daemon off; pid "{folder}/nginx.pid";'
    if os.getuid() == 0:
        own += " user root root;"  # else its workers are nobody, who cannot read our folders
    return [nginx(), "-p", f"{folder}/cache/", "-c", str(settings), "-g", own]


def test(folder: Path, settings: Path) -> "subprocess.CompletedProcess[str]":
    """nginx's own test of the file; what it says is in `stderr`. Raises ProgramMissing."""
    words = [*command(folder, settings), "-t"]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def server(folder: Path, settings: Path, port: int) -> Logged:
    """nginx on `port`, as `lay_out` has set it up. Raises ProgramMissing."""
    log = folder.with_suffix(".log")
    environ = {"PATH": os.environ["PATH"]}
    return Logged("nginx", command(folder, settings), environ, log, lambda: answers(port))
