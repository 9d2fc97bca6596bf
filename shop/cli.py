"""The `flask` commands. A process loads the one that it is asked for: a web worker none."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

COMMANDS = {
    "admin": "shop.auth.commands:make_administrator",
    "catalog": "shop.catalog.commands:catalog",
    "db": "flask_migrate.cli:db",
    "prove-stock": "shop.orders.commands:prove_stock",
    "seed": "seeds.commands:seed_command",
}


class Commands(AppGroup):
    """click's recipe for lazy commands: they are listed by name, and loaded when looked into."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *COMMANDS})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.commands and name in COMMANDS:
            module, _, attribute = COMMANDS[name].partition(":")
            self.add_command(getattr(import_module(module), attribute), name)
        return super().get_command(context, name)


def init_app(app: Flask) -> None:
    """Give `app` the commands."""
    app.cli = Commands(app.name)
