"""Health, for load balancers and people on call, and metrics for Prometheus."""

import hmac
import ipaddress
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from shop.operations import health, metrics

blueprint = Blueprint("operations", __name__)

# Loopback and the private networks of RFC 1918 and RFC 4193. Python's own `is_private` is wider.
NEIGHBOURS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)
OWN_NAMES = ("127.0.0.1", "::1", "localhost")
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto")


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Whether the process lives; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """How everything that the shop needs is doing; 503 only when it cannot sell."""
    report = health.check()
    response = current_app.json.response(report)
    if not report["ready"]:
        response.status_code = 503
        response.headers["Retry-After"] = "10"
    return response


@blueprint.get("/metrics")
def show_metrics() -> ResponseReturnValue:
    if not is_from_inside():
        abort(404)
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def is_from_inside() -> bool:
    """Whether the asker holds METRICS_TOKEN, or is a neighbour whom no proxy speaks for."""
    token = current_app.config["METRICS_TOKEN"]
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(said.encode(), token.encode()):
        return True
    if any(name in request.headers for name in FORWARDED) or asks_for_public_name():
        return False
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:  # a Unix socket has none, and a proxy at its other end
        return False
    return any(address in network for network in NEIGHBOURS)


def asks_for_public_name() -> bool:
    """Whether the request names the shop as the public does: some proxies say no more of it."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    return (
        public.hostname not in ("127.0.0.1", "::1", "localhost") and request.host == public.netloc
    )
