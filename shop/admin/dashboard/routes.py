"""The dashboard."""

from flask import render_template

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.rights import Right


@blueprint.get("/")
@needs(Right.ENTER)
def dashboard() -> str:
    return render_template("admin/dashboard/show.html")
