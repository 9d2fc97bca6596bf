"""Child processes that never outlive whoever started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import IO

PR_SET_PDEATHSIG = 1  # from Linux's sys/prctl.h
ON_LINUX = sys.platform == "linux"
ON_WINDOWS = sys.platform == "win32"
_libc = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None


def die_with_parent() -> None:
    """For Popen's `preexec_fn`: have Linux end this child when its parent dies, however it dies."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Service:
    """One process of the shop: started, its lines shown with its name, restarted when it falls."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env)
        self.process: subprocess.Popen[str] | None = None
        self.started_at = 0.0
        self.falls = 0

    def start(self) -> None:
        """Start it; a Ctrl-C in the terminal does not reach it, `stop` does."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=not ON_WINDOWS,
            preexec_fn=die_with_parent if ON_LINUX else None,
        )
        threading.Thread(target=self._show, args=(self.process.stdout,), daemon=True).start()

    def _show(self, lines: IO[str]) -> None:
        for line in lines:
            print(f"{self.name:>9} | {line.rstrip()}", flush=True)

    def keep_alive(self) -> None:
        """Start it again when it has fallen, later each time it falls at once."""
        if self.process is None or self.process.poll() is None:
            return
        lasted = time.monotonic() - self.started_at
        if lasted > 30:
            self.falls = 0
        if lasted < min(2**self.falls, 30):
            return
        self.falls += 1
        code = self.process.returncode
        print(f"{self.name:>9} | ended with {code}, starting it again", flush=True)
        self.start()

    def ask_to_stop(self) -> None:
        self._signal(signal.SIGTERM)

    def stop(self, patience: float = 8) -> None:
        """End it and its children; whatever is left after `patience` seconds is killed."""
        if self.process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self._signal(signal.SIGTERM if ON_WINDOWS else signal.SIGKILL)  # what it left behind, too
        self.process.wait()
        self.process = None

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        try:
            if ON_WINDOWS:
                self.process.terminate()
            else:
                os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass
