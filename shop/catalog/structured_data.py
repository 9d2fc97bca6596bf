"""JSON-LD for search engines, as schema.org and Google's "Structured data" guides ask for it."""

from collections.abc import Iterable
from typing import Any

from flask import current_app, url_for

from shop import money, settings
from shop.catalog.cards import Card

Data = dict[str, Any]
Crumb = tuple[str, str | None]  # label, path; no path for the page itself


def graph(*things: Data) -> Data:
    """Several things of one page."""
    return {"@context": "https://schema.org", "@graph": list(things)}


def absolute(path: str) -> str:
    return path if "://" in path else str(current_app.config["PUBLIC_URL"]) + path


def website() -> list[Data]:
    """The shop and its search."""
    home = absolute(url_for("catalog.home"))
    name, logo = settings.current().shop_name, settings.current().logo
    shop = {"@type": "Organization", "@id": home + "#organization", "name": name, "url": home}
    if logo:
        shop["logo"] = absolute(url_for("media.picture", key=logo.key))
    search = absolute(url_for("catalog.products")) + "?q={search_term_string}"
    return [
        shop,
        {
            "@type": "WebSite",
            "name": name,
            "url": home,
            "publisher": {"@id": home + "#organization"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        },
    ]


def breadcrumbs(crumbs: Iterable[Crumb], path: str) -> Data:
    """`path` is the address of the page itself, the last crumb."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": label,
            "item": absolute(url or path),
        }
        for position, (label, url) in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def item_list(cards: Iterable[Card], first: int) -> Data:
    """A page of products; `first` is the place of its first one in the whole list, from 1."""
    shop = current_app.config["PUBLIC_URL"]
    items = [
        {"@type": "ListItem", "position": position, "name": card.title, "url": shop + card.url}
        for position, card in enumerate(cards, first)
    ]
    return {"@type": "ItemList", "itemListElement": items}


def collection_page(title: str, description: str, path: str, items: Data) -> Data:
    return {
        "@type": "CollectionPage",
        "name": title,
        "description": description,
        "url": absolute(path),
        "mainEntity": items,
    }


def offer(url: str, price: int, *, sku: str, is_available: bool) -> Data:
    """`price` in minor units."""
    state = "InStock" if is_available else "OutOfStock"
    return {
        "@type": "Offer",
        "url": absolute(url),
        "sku": sku,
        "price": money.major(price, money.currency()),
        "priceCurrency": money.currency(),
        "availability": f"https://schema.org/{state}",
        "itemCondition": "https://schema.org/NewCondition",
    }


def offers(each: list[Data]) -> Data:
    """One offer alone, several under one AggregateOffer."""
    if len(each) == 1:
        return each[0]
    prices = sorted((data["price"] for data in each), key=float)
    return {
        "@type": "AggregateOffer",
        "lowPrice": prices[0],
        "highPrice": prices[-1],
        "priceCurrency": money.currency(),
        "offerCount": len(each),
        "offers": each,
    }


def review(author: str, rating: int, title: str, body: str, day: str) -> Data:
    """`rating` in stars, `day` as ISO 8601 has it."""
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": author},
        "reviewRating": {"@type": "Rating", "ratingValue": rating, "bestRating": 5},
        "name": title,
        "reviewBody": body,
        "datePublished": day,
    }


def aggregate_rating(average: float, count: int) -> Data:
    return {
        "@type": "AggregateRating",
        "ratingValue": round(average, 2),
        "reviewCount": count,
        "bestRating": 5,
    }
