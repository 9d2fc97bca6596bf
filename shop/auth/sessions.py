"""Signed-in browsers, and how Flask-Login finds whose a request is."""

from flask import Flask

from shop.auth.models import User
from shop.extensions import login_manager


def init_app(app: Flask) -> None:
    login_manager.user_loader(load)


def load(token: str) -> User | None:
    return None
