"""Which encoding a client takes. Source: RFC 9110, 12.5.3."""

from wsgiref.types import WSGIEnvironment

from werkzeug.http import parse_accept_header


def best(environ: WSGIEnvironment) -> str:
    """ "br", "gzip" or "identity": the smallest that the client takes."""
    taken = _taken(environ)
    return "br" if "br" in taken else "gzip" if "gzip" in taken else "identity"


def takes_gzip(environ: WSGIEnvironment) -> bool:
    return "gzip" in _taken(environ)


def _taken(environ: WSGIEnvironment) -> set[str]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "").lower()
    if "q=" in accepted:
        return {name for name, weight in parse_accept_header(accepted) if weight > 0}
    return {name.strip() for name in accepted.split(",")}
