"""The `flask` commands about orders."""

import sys

import click
from flask.cli import with_appcontext

from shop.orders import proof


@click.command("prove-stock")
@click.option("--units", default=10, show_default=True, help="Units there are.")
@click.option("--buyers", default=8, show_default=True, help="Processes that want them.")
@click.option("--tries", default=25, show_default=True, help="Units that each process wants.")
@click.option("--buyer", type=int, hidden=True, help="Be such a process, for this variant.")
@with_appcontext
def prove_stock(units: int, buyers: int, tries: int, buyer: int | None) -> None:
    """Let many processes go for the last units at once, and count what was sold."""
    if buyer is not None:
        click.echo("ready")
        sys.stdin.readline()
        click.echo(" ".join(map(str, proof.buy(buyer, tries))))
        return
    outcome = proof.prove(units, buyers, tries)
    click.echo(
        f"units {outcome.units}, wanted {outcome.wanted}: sold {outcome.sold}, "
        f"refused {outcome.refused}, failed {outcome.failed}, left {outcome.left}"
    )
    if not outcome.is_right:
        raise click.ClickException("The stock does not add up.")
