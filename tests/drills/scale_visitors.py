"""Whom the proofs of `make scale` send to the shop, and what they see of it."""

import socket
from collections import Counter

import requests
from scale_load import answering

from shop.dev.scale.cluster import Cluster

PASSWORD = "demo-shop-password"


class Visitor(requests.Session):
    """A browser, and the nodes that answered it."""

    def __init__(self, cluster: Cluster, address: str | None = None) -> None:
        super().__init__()
        self.headers.update({"Sec-Fetch-Site": "same-origin", "Accept": "text/html"})
        self.url = address or cluster.url
        self.nodes: Counter[str] = Counter()

    def go(self, path: str, *, status: int = 200, **form: str) -> requests.Response:
        method = "POST" if form else "GET"
        url = path if path.startswith("http") else self.url + path
        answer = self.request(method, url, data=form or None, timeout=20, allow_redirects=False)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:500])
        self.nodes[answering(answer)] += 1
        return answer

    def sign_in(self, email: str) -> None:
        self.go("/auth/login", email=email, password=PASSWORD, status=303)


def cache_says(answer: requests.Response) -> str | None:
    return answer.headers.get("X-Cache")


def mails(cluster: Cluster) -> str:
    return "".join(path.read_text(errors="replace") for path in cluster.mailbox.glob("new/*"))


def slow_client(cluster: Cluster) -> socket.socket:
    """One who has begun to ask, and does not go on."""
    client = socket.create_connection(("127.0.0.1", cluster.port), timeout=20)
    client.sendall(b"GET /cart HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    return client


def is_ended(client: socket.socket) -> bool:
    """Whether nginx has hung up; waits for it."""
    try:
        return not client.recv(1) or not client.recv(4096)
    except ConnectionResetError:
        return True
