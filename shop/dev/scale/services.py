"""Processes whose lines go into a file, and what it takes for them to be up."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from shop.dev.processes import Service


class NotStarted(Exception):
    """A process did not come up; the text says what it printed."""


class Logged(Service):
    """One that writes into `log`, and is started once `is_up` says so."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        env: Mapping[str, str],
        log: Path,
        is_up: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(name, command, env)
        self.log = log
        self.is_up = is_up

    def _show(self, lines: IO[str]) -> None:
        with lines, self.log.open("a") as file:
            for line in lines:
                file.write(line)
                file.flush()

    def wait(self, patience: float = 60) -> None:
        """Wait until it is up, `patience` seconds at most. Raises NotStarted."""
        deadline = time.monotonic() + patience
        while not self.is_up():
            has_ended = self.process is not None and self.process.poll() is not None
            if has_ended or time.monotonic() > deadline:
                time.sleep(0.2)  # for its last lines to be written
                raise NotStarted(f"{self.name} did not start:\n{self.printed()[-1500:]}")
            time.sleep(0.05)

    def printed(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def kill(self) -> None:
        """kill -9, for all of its processes at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def run(command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
    """Run a command to its end. Raises NotStarted when it fails."""
    with log.open("ab") as file:
        code = subprocess.call(
            list(command),
            env=dict(env),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    if code:
        raise NotStarted(f"{command[0]} ended with {code}:\n{log.read_text()[-1500:]}")
