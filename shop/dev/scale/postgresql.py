"""A PostgreSQL server of our own, as compose.yaml's."""

import os
import shutil
import socket
from pathlib import Path

from shop.dev.scale.programs import ProgramMissing, as_user, postgresql
from shop.dev.scale.services import Logged, run

USER = "postgres"  # Debian's, for where this runs as root


def answers(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def server(folder: Path, port: int) -> Logged:
    """A new cluster in `folder`, which nothing listens to yet; without passwords, as it hears this
    machine alone. Raises ProgramMissing and NotStarted."""
    programs, user = postgresql(), as_user(USER)
    folder.mkdir(parents=True)
    log = folder.with_suffix(".log")
    if user:
        try:
            shutil.chown(folder, USER, USER)
        except LookupError:
            raise ProgramMissing(f"There is no user {USER}, and root may not run it.") from None
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    data = ["-D", str(folder / "data")]
    new = ["-U", "shop", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    run([*user, str(programs / "initdb"), *data, *new], environ, log)
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "log_min_messages": "fatal",  # a connection's end is none of our business
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [*user, str(programs / "postgres"), *data, *options]
    return Logged("postgresql", command, environ, log, lambda: answers(port))
