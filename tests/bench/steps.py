"""So many users for so long, by Locust, and what became of it."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from bench.servers import finish

RISING = 10  # seconds in which the users come
HOLDING = 30  # seconds that are then measured; an order takes about 25
LIMIT = 200  # milliseconds in which 95 of 100 answers have to be there


class Step(NamedTuple):
    """What so many users got."""

    users: int
    p95: float  # milliseconds
    failures: int
    per_second: float  # answers
    orders: int  # placed, and opened

    @property
    def is_held(self) -> bool:
        return self.p95 < LIMIT and not self.failures


def run(url: str, users: int) -> Step:
    """Let `users` shop at `url`. Raises BenchFailed when Locust does not run."""
    command = [sys.executable, "-m", "locust", "-f", "locustfiles/mix.py", "--headless"]
    command += ["--host", url, "-u", str(users), "-r", f"{users / RISING:g}"]
    command += ["-t", f"{RISING + HOLDING}s", "--reset-stats", "--json", "--skip-log"]
    said = finish([*command, "--exit-code-on-error", "0"], {}, f"Locust with {users} users")
    return judged(users, json.loads(said), HOLDING)


def judged(users: int, entries: Iterable[Mapping[str, Any]], seconds: float) -> Step:
    """The step of which Locust tells these `entries`, one for each name of a request."""
    took: Counter[int] = Counter()
    failures = orders = 0
    for entry in entries:
        took.update({int(float(ms)): count for ms, count in entry["response_times"].items()})
        failures += entry["num_failures"]
        if entry["name"] == "/orders/…":
            orders += entry["num_requests"] - entry["num_failures"]
    return Step(users, percentile(took, 0.95), failures, took.total() / seconds, orders)


def percentile(took: Mapping[int, int], part: float) -> float:
    """The milliseconds within which `part` of all answers came; 0 when there were none."""
    left = part * sum(took.values())
    for milliseconds in sorted(took):
        left -= took[milliseconds]
        if left <= 1e-9:
            return milliseconds
    return 0.0


def find_knee(ask: Callable[[int], Step], start: int, halvings: int = 3) -> list[Step]:
    """Every step on the way to the largest number of users that is held, in order of users.

    Doubles from `start` until a number is not held, then halves the gap `halvings` times. Where
    even `start` is too much, it goes down instead.
    """
    steps = [ask(start)]
    while steps[-1].is_held:
        steps.append(ask(steps[-1].users * 2))
    high = steps[-1].users
    best = held(steps)
    low = best.users if best else 0
    for _ in range(halvings):
        steps.append(ask((low + high) // 2))
        if steps[-1].is_held:
            low = steps[-1].users
        else:
            high = steps[-1].users
    return sorted(steps)


def held(steps: Iterable[Step]) -> Step | None:
    """The step with the most users that was held, and no smaller one failed."""
    best = None
    for step in sorted(steps):
        if not step.is_held:
            break
        best = step
    return best
