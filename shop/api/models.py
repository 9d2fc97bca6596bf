"""What the API answers with. Each class is a JSON Schema of the OpenAPI document too."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Money = Annotated[int, Field(ge=0, description="In the currency's minor unit, such as cents.")]
Units = Annotated[
    int, Field(ge=0, le=99, description="Units that can be bought now, counted up to 99.")
]
Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class Answer(BaseModel):
    """Nothing may be in an answer that its schema does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProductItem(Answer):
    """A product as lists have it."""

    slug: str
    title: str
    price: Annotated[Money, Field(description="The lowest of its variants, in minor units.")]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217.")]
    available: Annotated[Units, Field(description="Of all variants together, up to 99.")]
    image: Url | None
    url: Annotated[Url, Field(description="The product's page.")]


class VariantItem(Answer):
    """One choice of a product: what is put into a cart."""

    id: int
    sku: str
    options: Annotated[dict[str, str], Field(examples=[{"Colour": "Sage", "Size": "Large"}])]
    price: Money
    available: Units


class Product(ProductItem):
    """A product with its variants, in the merchant's order."""

    variants: list[VariantItem]


class ProductList(Answer):
    """One numbered page of products; a page beyond the last has no items."""

    items: list[ProductItem]
    page: Annotated[int, Field(ge=1)]
    pages: Annotated[int, Field(ge=1)]
    total: Annotated[int, Field(ge=0)]


class CollectionItem(Answer):
    """A collection; `parent` is the slug of the one that it is part of."""

    slug: str
    title: str
    description: str
    parent: str | None
    url: Annotated[Url, Field(description="The collection's page.")]
    product_count: Annotated[int, Field(ge=0, description="Products shown in it.")]


class CollectionList(Answer):
    """Every collection, each before those inside it."""

    items: list[CollectionItem]


class Collection(CollectionItem, ProductList):
    """A collection with one numbered page of its products."""


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    status: int
    title: str
    detail: str


class ListQuery(BaseModel):
    """The query of a list of products. What cannot be read counts as not sent."""

    q: str = Field("", max_length=100, description="Words to search for.")
    collection: list[str] = Field([], description="Slugs of collections, any of which will do.")
    min_price: str = Field("", description="In major units.", examples=["12.50"])
    max_price: str = Field("", description="In major units.", examples=["80"])
    in_stock: Literal["1"] = Field("1", description="Only what can be bought now.")
    on_sale: Literal["1"] = Field("1", description="Only what costs less than before.")
    rating: int = Field(1, ge=1, le=5, description="Stars and up.")
    sort: Literal["relevance", "newest", "price", "-price", "rating", "title"] = Field(
        "newest", description="Searches are in the order of relevance by themselves."
    )
    page: int = Field(1, ge=1, description="Pages have 24 products.")
