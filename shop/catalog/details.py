"""A product's own page."""

from typing import Any, cast

from flask import Response, abort, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from shop import headers, money
from shop.catalog import choosing, pictures, product_page, share_pictures, structured_data
from shop.catalog.blueprint import blueprint
from shop.catalog.models import Picture, Product
from shop.catalog.navigation import AT_CHECKOUT, IN_FOOTER, Link, page_links
from shop.catalog.product_page import FIRST_REVIEWS, MOST_REVIEWS, Choice, ProductPage
from shop.catalog.redirects import check_slug, product_moved
from shop.pagecache import keys

LONGEST_SUMMARY = 160  # characters, about what a search engine shows
INFORMATION = ("delivery", "shipping", "returns")  # what pages are called that buyers ask for


def kept_query(args: keys.Args) -> keys.Pairs:
    """What counts of a product's query."""
    pairs = [("reviews", "all")] if args.get("reviews") == "all" else []
    variant = variant_number(args.get("variant", ""))
    return pairs if variant is None else [("variant", str(variant)), *pairs]


@blueprint.get("/products/<slug>")
@headers.public
@keys.kept(kept_query)
def product(slug: str) -> ResponseReturnValue:
    check_slug(slug)
    page = product_page.load(slug, MOST_REVIEWS if every_review() else FIRST_REVIEWS)
    return show(page) if page else product_moved(slug)


def render_product(of: Product, *, status: int, **forms: FlaskForm) -> Response:
    """The page of `of` with a form that was not taken, its errors beside its fields.

    That is its `review_form` or its `alert_form`.
    """
    page = product_page.load(of.slug)
    return make_response(show(page, **forms), status) if page else abort(404)


def show(
    page: ProductPage,
    review_form: FlaskForm | None = None,
    alert_form: FlaskForm | None = None,
    template: str = "catalog/product.html",
    **more: Any,
) -> str:
    """The page; `more` is for a `template` that draws it with something around."""
    product = page.product
    path = url_for("catalog.product", slug=product.slug)
    chosen = page.chosen(asked_variant(alert_form))
    gallery = page.gallery(chosen)
    share = share_pictures.of(page)
    crumbs = breadcrumbs(page)
    paragraphs = [text.strip() for text in product.description.split("\n\n") if text.strip()]
    first = paragraphs[0] if paragraphs else product.title
    summary = product.seo_description or summarised(first)
    return render_template(
        template,
        page=page,
        product=product,
        path=path,
        paragraphs=paragraphs,
        summary=summary,
        crumbs=crumbs,
        chosen=chosen,
        groups=choosing.groups(page, chosen),
        gallery=[(picture.id, pictures.view(cast(Picture, picture.row))) for picture in gallery],
        share_url=share_pictures.url(product.slug, share) if share else None,
        rating=product.rating_average / 100 if product.rating_count else None,
        announcements=current_app.extensions["announcements"](product.id, page.collection_ids),
        deliveries=current_app.extensions["deliveries"](),
        information=information(),
        currency=money.currency(),
        prices_include_tax=current_app.config["SHOP_PRICES_INCLUDE_TAX"],
        more_reviews=not every_review() and product.rating_count > len(page.reviews),
        review_form=review_form,
        alert_form=alert_form,
        data=structured_data.graph(
            structured_data.breadcrumbs(crumbs, path), product_data(page, path, summary)
        ),
        **more,
    )


def every_review() -> bool:
    return request.args.get("reviews") == "all"


def asked_variant(form: FlaskForm | None) -> int | None:
    """The variant to show: the address's, or the one that `form`, which was not taken, is about."""
    return variant_number((form and form.data.get("variant")) or request.args.get("variant", ""))


def variant_number(text: str) -> int | None:
    """A variant's id as the query has it; None for junk."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else None


def breadcrumbs(page: ProductPage) -> list[structured_data.Crumb]:
    crumbs: list[structured_data.Crumb] = [(_("Home"), url_for("catalog.home"))]
    for node in page.path:
        crumbs.append((node.title, node.url))
    crumbs.append((page.product.title, None))
    return crumbs


def summarised(text: str) -> str:
    """As much of `text` as fits a search engine's result, to the end of a word."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def information() -> list[Link]:
    """The merchant's pages about delivery and returns."""
    links = page_links(IN_FOOTER | AT_CHECKOUT)
    return [link for link in links if link.url.rpartition("/")[2] in INFORMATION]


def product_data(page: ProductPage, path: str, summary: str) -> structured_data.Data:
    """The product for search engines."""
    product = page.product
    data: structured_data.Data = {
        "@type": "Product",
        "name": product.title,
        "description": summary,
        "url": structured_data.absolute(path),
        "image": [pictures.share_url(cast(Picture, picture.row)) for picture in page.pictures],
    }
    if page.choices:
        data["sku"] = page.choices[0].sku
        data["offers"] = structured_data.offers([_offer(page, path, c) for c in page.choices])
    if product.rating_count:
        data["aggregateRating"] = structured_data.aggregate_rating(
            product.rating_average / 100, product.rating_count
        )
        data["review"] = [
            structured_data.review(
                r.author_name, r.rating, r.title, r.body, r.created_at.date().isoformat()
            )
            for r in page.reviews[:3]
        ]
    return data


def _offer(page: ProductPage, path: str, choice: Choice) -> structured_data.Data:
    url = f"{path}?variant={choice.id}" if len(page.choices) > 1 else path
    return structured_data.offer(
        url, choice.price, sku=choice.sku, is_available=choice.is_available
    )
