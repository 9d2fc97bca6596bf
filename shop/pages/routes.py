"""The pages themselves."""

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shop import headers
from shop.pagecache import keys
from shop.pages import manifest, markdown, services

blueprint = Blueprint("pages", __name__)


@blueprint.get("/pages/<slug>")
@headers.public
@keys.kept()
def show(slug: str) -> ResponseReturnValue:
    page = services.published(slug)
    if page is None:
        target = services.moved_to(slug) or abort(404)
        return redirect(url_for("pages.show", slug=target), 301)
    return render_template(
        "pages/show.html",
        page=page,
        content=markdown.to_html(page.body),
        summary=markdown.summary(page.body),
    )


@blueprint.get("/site.webmanifest")
@headers.public
def show_manifest() -> ResponseReturnValue:
    response = current_app.json.response(manifest.manifest())
    response.mimetype = "application/manifest+json"
    return response
