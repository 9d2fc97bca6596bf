"""`flask seed`."""

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect

from seeds import accounts
from seeds.emptying import empty_catalog
from seeds.load import Report, seed
from shop.catalog.transfer import importer
from shop.extensions import db

MOST_PRODUCTS = MOST_ORDERS = 1_000_000


@click.command("seed")
@click.option(
    "--products",
    type=click.IntRange(0, MOST_PRODUCTS),
    default=0,
    metavar="N",
    help="Fill the catalog up to N products with invented ones.",
)
@click.option(
    "--orders",
    type=click.IntRange(0, MOST_ORDERS),
    default=0,
    metavar="N",
    help="Fill up to N orders with invented ones.",
)
@click.option("--reset", is_flag=True, help="Empty the catalog first.")
@click.option("--yes", is_flag=True, help="Do not ask before --reset.")
@with_appcontext
def seed_command(products: int, orders: int, reset: bool, yes: bool) -> None:
    """Fill the shop with demo data. Doing it again changes nothing."""
    if not inspect(db.engine).has_table("products"):
        raise click.ClickException("The database has no tables yet: run `flask db upgrade` first.")
    if reset:
        _confirm(yes)
        empty_catalog()
    try:
        report = seed(products, orders)
    except (importer.FileRefused, importer.BadRows) as error:
        problems = getattr(error, "problems", [error])
        raise click.ClickException("\n".join(str(problem) for problem in problems)) from None
    _say(report)


def _confirm(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("--reset deletes the catalog; without a terminal it needs --yes.")
    click.confirm(
        "Delete every collection, product, picture and review, and what lies in carts?", abort=True
    )


def _say(report: Report) -> None:
    click.echo(
        f"The demo shop has {report.products} products in {report.collections} collections;"
        f" {report.new_products} products and {report.new_reviews} reviews are new."
    )
    if report.invented_products:
        click.echo(f"{report.invented_products:,} invented products were added.")
    if report.invented_orders:
        click.echo(f"{report.invented_orders:,} invented orders were added.")
    if report.new_accounts:
        emails = " and ".join(email for email, _, _ in accounts.ACCOUNTS)
        click.echo(f"Sign in as {emails} with the password {accounts.PASSWORD}.")
