"""An example of each press on the pages of words in other languages."""

from factories import CollectionFactory, make_product

from shop.admin.texts import routes, word_routes
from shop.extensions import db
from shop.pages import services
from shop.texts import keeping


def save_product_texts():
    mug = make_product("Mug")
    return f"/admin/products/{mug.id}/texts/de", fields(mug, title="Becher", description="Ton.")


def save_collection_texts():
    kitchen = CollectionFactory(title="Kitchen")
    return f"/admin/collections/{kitchen.id}/texts/de", fields(kitchen, title="Küche")


def save_page_texts():
    page = services.create(slug="returns", title="Returns", body="30 days", is_published=True)
    db.session.commit()
    return f"/admin/pages/{page.id}/texts/de", fields(page, title="Rückgabe", body="30 Tage")


def save_option_words():
    make_product("Mug", colours=("Sage",))
    return "/admin/words/de", word_fields(("Farbe", "Salbei"))


def fields(row, **texts):
    """What the page's form sends, with `texts` typed."""
    return {"version": routes.stored(row, "de").version.data, **texts}


def word_fields(typed):
    """What the page of all options' words sends, with `typed` in its fields."""
    words = keeping.shared_words()
    data = {"version": word_routes.stored("de", words).version.data}
    for number, ((kind, word), text) in enumerate(zip(words, typed, strict=True)):
        row = {"kind": kind, "word": word, "text": text}
        data |= {f"words-{number}-{name}": value for name, value in row.items()}
    return data


EXAMPLES = {
    "admin.save_product_texts": save_product_texts,
    "admin.save_collection_texts": save_collection_texts,
    "admin.save_page_texts": save_page_texts,
    "admin.save_words": save_option_words,
}
