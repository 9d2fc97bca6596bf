"""The dashboard: what to do now, and how the shop sells."""

from flask import render_template, request
from flask_babel import format_decimal

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.dashboard import charts, sales, todo
from shop.rights import Right

USUAL = 30  # days


@blueprint.get("/")
@needs(Right.ENTER)
def dashboard() -> str:
    days = chosen_days()
    known = sales.by_day()
    periods = [sales.period(each, known) for each in sales.PERIODS]
    chosen = next(period for period in periods if period.days == days)
    shown = sales.series(max(days, 7), known), sales.series(max(days, 7), known, max(days, 7))
    return render_template(
        "admin/dashboard/show.html",
        tasks=todo.tasks(),
        demo_accounts=todo.demo_accounts(),
        periods=periods,
        chosen=chosen,
        words=charts.words,
        decimal=format_decimal,
        chart=charts.of_days(*shown),
        span=charts.span(max(days, 7), sales.today()),
        best_sellers=sales.best_sellers(days),
        conversion=sales.conversion(days, chosen.orders) if days <= sales.CARTS_KEPT else None,
    )


def chosen_days() -> int:
    """The period that the address asks for; the usual one for junk."""
    text = request.args.get("days", "")
    return int(text) if text in map(str, sales.PERIODS) else USUAL
