"""The pages shoppers browse: home, lists, details."""

from shop.catalog.blueprint import blueprint


@blueprint.get("/")
def home() -> str:
    return "home"
