"""A crowd that reads without a pause, and counts what failed."""

import threading
from collections import Counter

import requests
from processes import wait_until

# Half of them are strangers, whom nginx answers; the others have a cart, and reach the nodes.
PATHS = (
    "/",
    "/products",
    "/products?page=2",
    "/collections",
    "/cart",
    "/de/products",
    "/pages/terms",
)
READERS = 6


def answering(answer: requests.Response) -> str:
    """The node that answered; nginx names all that it has asked."""
    return answer.headers.get("X-Node", "a copy").split(", ")[-1]


class Load:
    """`READERS` at once, while the block lasts; `failures` is every answer that was none."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.nodes: Counter[str] = Counter()  # which answered
        self.failures: list[str] = []
        self.requests = 0
        self.lock = threading.Lock()
        self.leaving = threading.Event()
        self.threads = [
            threading.Thread(target=self._read, args=({"Cookie": "cart=x"} if number % 2 else {},))
            for number in range(READERS)
        ]

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.leaving.set()
        for thread in self.threads:
            thread.join()

    def __len__(self) -> int:
        return self.requests

    def __str__(self) -> str:
        return f"{self.requests} requests of {READERS} readers at once"

    def let(self, count: int) -> None:
        """Wait until `count` more have been answered."""
        goal = self.requests + count
        wait_until(lambda: self.requests >= goal, 60)

    def _read(self, headers: dict[str, str]) -> None:
        with requests.Session() as session:
            session.headers.update({"Accept": "text/html", **headers})
            while not self.leaving.is_set():
                for path in PATHS:
                    self._get(session, path)

    def _get(self, session: requests.Session, path: str) -> None:
        try:
            answer = session.get(self.url + path, timeout=30)
            node, status = answering(answer), answer.status_code
            failure = None if status == 200 else f"{path}: {status} from {node}"
        except requests.RequestException as error:
            node, failure = "none", f"{path}: {type(error).__name__} {error}"
        with self.lock:
            self.requests += 1
            self.nodes[node] += 1
            if failure:
                self.failures.append(failure)
