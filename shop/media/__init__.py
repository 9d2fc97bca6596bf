"""Pictures: what is accepted, where it is kept, what is rendered from it, how it is served."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open `app`'s storage."""
