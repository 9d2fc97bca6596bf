"""Lists of products: everything, what a search found, and one collection."""

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from shop import headers, money
from shop.catalog import collection_index, filters, listing, structured_data
from shop.catalog.blueprint import blueprint
from shop.catalog.cards import PICTURE_COLUMNS, as_data, tile_view
from shop.catalog.chips import chips, sorts, stars_and_up
from shop.catalog.filters import ProductQuery
from shop.catalog.listing import BeyondLastPage, Listing
from shop.catalog.models import Collection, Picture
from shop.catalog.navigation import Node, tree
from shop.catalog.pictures import PictureView
from shop.catalog.reading import fetch
from shop.catalog.redirects import NotFoundButHere, check_slug, collection_moved
from shop.pagecache import keys
from shop.web import wants_json

# Built once. Without a picture of its own a list begins with words alone.
SAID_OF = (
    select(Collection.description, *PICTURE_COLUMNS)
    .outerjoin(Picture, Picture.id == Collection.picture_id)
    .where(Collection.id == bindparam("id"))
)


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a list above it."""

    title: str
    description: str
    path: str
    crumbs: list[structured_data.Crumb]
    links: list[Node]  # collections to go on to
    picture: PictureView | None = None


@blueprint.get("/products")
@headers.public
@keys.kept(filters.kept_query)
def products() -> str:
    query = ProductQuery.from_args(request.args)
    title = _("Results for “%(words)s”", words=query.q) if query.q else _("Everything")
    path = url_for("catalog.products")
    crumbs = [(_("Home"), url_for("catalog.home")), (title, None)]
    return show(find(query, path), About(title, "", path, crumbs, []))


@blueprint.get("/collections/<slug>")
@headers.public
@keys.kept(filters.kept_query)
def collection(slug: str) -> ResponseReturnValue:
    check_slug(slug)
    node = tree().by_slug.get(slug)
    if node is None:
        return collection_moved(slug)
    about = about_collection(node)
    found = find(ProductQuery.from_args(request.args), about.path, node)
    if wants_json():
        return current_app.json.response(collection_data(node, about, found))
    return show(found, about)


def find(query: ProductQuery, path: str, scope: Node | None = None) -> Listing:
    """The listing; a page beyond its last is a 404 that says why and leads to the first."""
    try:
        return listing.find(query, scope)
    except BeyondLastPage as error:
        pages = error.page.pages
        raise NotFoundButHere(
            _(
                "This list goes no further than page %(number)s. Narrow it down, or sort it"
                " otherwise, to see the others.",
                number=pages,
            )
            if error.page.is_cut
            else _("This list has fewer pages than that."),
            query.address(path, page=1),
            _("To the first page"),
        ) from None


def about_collection(node: Node) -> About:
    """A collection's own words, its place in the tree, and where to go from it."""
    known = tree()
    words = fetch(SAID_OF, id=node.id)
    if not words:
        abort(404)
    crumbs: list[structured_data.Crumb] = [(_("Home"), url_for("catalog.home"))]
    for above in known.path(node.id):
        own = above.id == node.id
        crumbs.append((above.title, None if own else above.url))
    beside = known.children(node.parent_id) if node.parent_id else []
    links = known.children(node.id) or [other for other in beside if other != node]
    description, *picture = words[0]
    return About(node.title, description, node.url, crumbs, links, tile_view(*picture))


def collection_data(node: Node, about: About, found: Listing) -> dict[str, Any]:
    """A collection with one page of its products as JSON; the API's is of the same shape."""
    shown = collection_index.product_counts(node.id).get(node.id, 0)
    page = found.page
    return {
        **collection_index.as_item(node, about.description, shown),
        "items": [as_data(card) for card in page.items],
        "page": page.page,
        "pages": page.pages,
        "total": page.total,
    }


def price_range(found: Listing) -> dict[str, str]:
    """What the two price fields hold, and what they suggest, in major units."""
    asked, facets, code = found.query, found.facets, money.currency()
    amounts = {
        "min": asked.min_price,
        "max": asked.max_price,
        "lowest": facets.lowest,
        "highest": facets.highest,
    }
    return {
        name: "" if amount is None else money.in_field(amount, code)
        for name, amount in amounts.items()
    }


def show(found: Listing, about: About) -> str:
    query, page = found.query, found.page
    opens_with_picture = about.picture is not None and page.page == 1
    items = structured_data.item_list(page.items, (page.page - 1) * page.per_page + 1)
    return render_template(
        "catalog/list.html",
        about=about,
        banner=about.picture if opens_with_picture else None,
        found=found,
        query=query,
        searched=query.q,
        page=page,
        address=lambda **changes: query.address(about.path, **changes),
        page_address=lambda number: query.address(about.path, page=number),
        range=price_range(found),
        stars_and_up=stars_and_up,
        chips=chips(query, about.path),
        sorts=sorts(query),
        popular=[] if page.total else listing.popular(),
        public_url=current_app.config["PUBLIC_URL"],
        data=structured_data.graph(
            structured_data.breadcrumbs(about.crumbs, about.path),
            structured_data.collection_page(about.title, about.description, about.path, items),
        ),
    )
