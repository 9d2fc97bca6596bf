"""Measuring pages side by side: every round asks for each page once, in turn."""

import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bench.figures import Figure, Round, figure
from bench.requests_at_once import ask
from bench.servers import Server

ROUNDS = 7
SECONDS = 1.5  # that a page is asked for in one round
WARMING = 1.0  # seconds that come before the first round and do not count


class Target(NamedTuple):
    """A page to measure."""

    key: str
    name: str  # in words, for the table
    server: Server
    path: str
    size: int  # bytes
    headers: Mapping[str, str] = {}
    seconds: float = SECONDS


def measure(targets: Sequence[Target], rounds: int = ROUNDS) -> dict[str, Figure]:
    """The figures of all `targets`, by key; the first of them is what the ratios refer to.

    The order turns round from one round to the next, so that a machine that grows slower favours
    none. Raises BenchFailed when a page is not answered with 200 all the time.
    """
    for target in targets:
        ask(target.server.url + target.path, target.headers, WARMING)
    taken: dict[str, list[Round]] = {target.key: [] for target in targets}
    for number in range(rounds):
        for target in targets if number % 2 == 0 else reversed(targets):
            taken[target.key].append(once(target))
            tell(f"round {number + 1}  {target.name:<44} {taken[target.key][-1].cpu_ms:9.3f} ms")
    floor = taken[targets[0].key]
    return {
        target.key: figure(target.name, target.size, taken[target.key], floor) for target in targets
    }


def once(target: Target) -> Round:
    """One page in one round."""
    settle(target.server)
    before = target.server.cpu_seconds()
    run = ask(target.server.url + target.path, target.headers, target.seconds)
    settle(target.server)  # what was still asked when time was up has cost something, too
    spent = target.server.cpu_seconds() - before
    return Round(spent * 1000 / max(run.requests, 1), run.requests / run.seconds)


def settle(server: Server, patience: float = 20) -> None:
    """Wait until the server rests, `patience` seconds at most."""
    deadline = time.monotonic() + patience
    before = server.cpu_seconds()
    while time.monotonic() < deadline:
        time.sleep(0.1)
        now = server.cpu_seconds()
        if now - before < 0.02:
            return
        before = now


def tell(line: str) -> None:
    """Say how it goes on."""
    print(line, file=sys.stderr, flush=True)
