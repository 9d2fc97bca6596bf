"""The `flask` commands."""

from flask import Flask

from seeds.commands import seed_command
from shop.auth.commands import make_administrator
from shop.catalog.commands import catalog
from shop.orders.commands import prove_stock


def init_app(app: Flask) -> None:
    """Register them."""
    app.cli.add_command(catalog)
    app.cli.add_command(seed_command)
    app.cli.add_command(make_administrator)
    app.cli.add_command(prove_stock)
