"""Collections and products.

Price and stock live on the variant. A product's own `price`, `is_available`, … are the summary
that lists sort and filter by; `shop.catalog.services.summarise` keeps it right.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from shop import clock
from shop.extensions import Model, db

# What the back office's list of products can be narrowed by.
ADMIN_FILTERS = ("is_published", "publish_at", "is_on_sale", "lowest_stock", "stock")
FLAGS = ("is_available", "is_on_sale", "rating_average")  # and a shopper's, beside the price
SHOWN = text("published_at IS NOT NULL")


class CollectionProduct(Model):
    """That a product is shown in a collection.

    A product put into a collection is also shown in every collection above it: those rows have
    `is_direct` false, so that one indexed look-up lists any collection of the tree.

    What lists sort and filter by is copied from the product by triggers of the database (see
    migration 0006), so that a collection is listed from one index, however many it holds.
    """

    __tablename__ = "collection_products"
    __table_args__ = (
        Index("ix_collection_products_product", "product_id", "collection_id"),
        Index(
            "ix_collection_products_newest",
            *("collection_id", "published_at", "product_id", "price", *FLAGS),
            sqlite_where=SHOWN,
            postgresql_where=SHOWN,
        ),
        Index(
            "ix_collection_products_price",
            *("collection_id", "price", "product_id", *FLAGS),
            sqlite_where=SHOWN,
            postgresql_where=SHOWN,
        ),
    )

    collection_id: Mapped[int] = mapped_column(
        ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), primary_key=True
    )
    is_direct: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime | None]  # none while the product is hidden
    price: Mapped[int] = mapped_column(default=0)
    is_available: Mapped[bool] = mapped_column(default=False)
    is_on_sale: Mapped[bool] = mapped_column(default=False)
    rating_average: Mapped[int] = mapped_column(default=0)


# How many published products of each kind a collection shows; collection 0 is the whole catalog.
# Kept by the same triggers. The sum over a kind's rows is what counts; see shop.catalog.counts.
product_counts = Table(
    "product_counts",
    db.metadata,
    Column("collection_id", Integer, nullable=False, index=True),
    Column("is_available", Boolean, nullable=False),
    Column("is_on_sale", Boolean, nullable=False),
    Column("stars", Integer, nullable=False),  # of the rating, rounded down
    Column("number", Integer, nullable=False),
)


class Collection(Model):
    """A place to browse: products that belong together, somewhere in a tree."""

    __tablename__ = "collections"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("collections.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    picture_id: Mapped[int | None] = mapped_column(
        ForeignKey("pictures.id", ondelete="SET NULL", use_alter=True)
    )
    featured_product_id: Mapped[int | None] = mapped_column(
        ForeignKey("products.id", ondelete="SET NULL", use_alter=True)
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    parent: Mapped["Collection | None"] = relationship(
        remote_side="Collection.id", back_populates="children"
    )
    children: Mapped[list["Collection"]] = relationship(
        back_populates="parent", order_by="Collection.position, Collection.title"
    )
    picture: Mapped["Picture | None"] = relationship(foreign_keys=[picture_id])
    featured_product: Mapped["Product | None"] = relationship(foreign_keys=[featured_product_id])


class Product(Model):
    """Something that is sold, in one or more variants."""

    __tablename__ = "products"
    __table_args__ = (
        # A shopper's orders. They, too, hold all that a list can be narrowed by.
        Index("ix_products_newest", "is_published", "published_at", "id", "price", *FLAGS),
        Index("ix_products_price", "is_published", "price", "id", *FLAGS),
        Index("ix_products_title", "is_published", "title", "id", "price", *FLAGS),
        Index(
            "ix_products_rating",
            *("is_published", "rating_average", "rating_count", "id", "price", *FLAGS[:2]),
        ),
        Index(
            "ix_products_on_sale",
            *("published_at", "id"),
            sqlite_where=text("is_published = 1 AND is_on_sale = 1"),
            postgresql_where=text("is_published AND is_on_sale"),
        ),
        # The back office's orders, hidden products among them. Each holds all that its list can
        # be narrowed by, so that it is walked without reading the rows themselves.
        Index("ix_products_admin_newest", "created_at", "id", *ADMIN_FILTERS),
        Index("ix_products_admin_title", "title", "id", *ADMIN_FILTERS),
        Index("ix_products_admin_price", "price", "id", *ADMIN_FILTERS),
        Index("ix_products_admin_stock", "stock", "id", *ADMIN_FILTERS[:-1]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")  # paragraphs, blank line between
    seo_title: Mapped[str] = mapped_column(String(120), default="")  # empty: the title
    seo_description: Mapped[str] = mapped_column(String(320), default="")  # empty: its first words
    tax_class: Mapped[str] = mapped_column(String(20), default="standard")  # see shop.taxes
    is_published: Mapped[bool] = mapped_column(default=True)
    publish_at: Mapped[datetime | None] = mapped_column(index=True)  # when a job publishes it
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    # The summary of its variants and reviews.
    price: Mapped[int] = mapped_column(default=0)  # the lowest, in minor units
    highest_price: Mapped[int] = mapped_column(default=0)  # minor units
    compare_at_price: Mapped[int | None]  # of the variant with the lowest price; minor units
    is_on_sale: Mapped[bool] = mapped_column(default=False)
    stock: Mapped[int] = mapped_column(default=0)  # of all variants together
    lowest_stock: Mapped[int] = mapped_column(default=0)  # of the variant with the fewest units
    is_available: Mapped[bool] = mapped_column(default=False)
    rating_count: Mapped[int] = mapped_column(default=0)
    rating_average: Mapped[int] = mapped_column(default=0)  # in hundredths of a star
    cover_id: Mapped[int | None] = mapped_column(
        ForeignKey("pictures.id", ondelete="SET NULL", use_alter=True)
    )

    variants: Mapped[list["Variant"]] = relationship(
        back_populates="product",
        cascade="all, delete-orphan",
        order_by="Variant.position, Variant.id",
    )
    options: Mapped[list["Option"]] = relationship(
        back_populates="product",
        cascade="all, delete-orphan",
        order_by="Option.position, Option.id",
    )
    pictures: Mapped[list["Picture"]] = relationship(
        back_populates="product",
        cascade="all, delete-orphan",
        foreign_keys="Picture.product_id",
        order_by="Picture.position, Picture.id",
    )
    cover: Mapped["Picture | None"] = relationship(foreign_keys=[cover_id], post_update=True)
    collections: Mapped[list[Collection]] = relationship(
        secondary="collection_products",
        secondaryjoin="and_(Collection.id == CollectionProduct.collection_id,"
        " CollectionProduct.is_direct)",
        order_by="Collection.id",
        viewonly=True,
    )
    reviews: Mapped[list["Review"]] = relationship(
        back_populates="product", cascade="all, delete-orphan", passive_deletes=True
    )


variant_option_values = Table(
    "variant_option_values",
    db.metadata,
    Column("variant_id", ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "option_value_id",
        ForeignKey("option_values.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


class Option(Model):
    """What a product's variants differ in, such as Colour."""

    __tablename__ = "options"
    __table_args__ = (UniqueConstraint("product_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = relationship(back_populates="options")
    values: Mapped[list["OptionValue"]] = relationship(
        back_populates="option",
        cascade="all, delete-orphan",
        order_by="OptionValue.position, OptionValue.id",
    )


class OptionValue(Model):
    """One choice of an option, such as Sage."""

    __tablename__ = "option_values"
    __table_args__ = (UniqueConstraint("option_id", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("options.id", ondelete="CASCADE"))
    value: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)

    option: Mapped[Option] = relationship(back_populates="values")


class Variant(Model):
    """What is put into a cart: one choice of each option, with a price and a stock."""

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("compare_at_price > price", name="compare_at_price_higher"),
        CheckConstraint("weight >= 0", name="weight_not_negative"),
        Index("ix_variants_product", "product_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    sku: Mapped[str] = mapped_column(String(64), unique=True)
    price: Mapped[int]  # minor units
    compare_at_price: Mapped[int | None]  # minor units, higher than the price
    stock: Mapped[int] = mapped_column(default=0)
    weight: Mapped[int] = mapped_column(default=0)  # grams, of one unit as it is sent
    position: Mapped[int] = mapped_column(default=0)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("pictures.id", ondelete="SET NULL"))

    product: Mapped[Product] = relationship(back_populates="variants")
    picture: Mapped["Picture | None"] = relationship(foreign_keys=[picture_id])
    option_values: Mapped[list[OptionValue]] = relationship(
        secondary=variant_option_values, order_by="OptionValue.option_id"
    )
    movements: WriteOnlyMapped["StockMovement"] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="StockMovement.id"
    )

    @property
    def label(self) -> str:
        """The choices in words, "Sage / Large"; empty for a plain product."""
        return " / ".join(value.value for value in self.option_values)

    @property
    def is_available(self) -> bool:
        return self.stock > 0


class StockMovement(Model):
    """Why a variant's stock changed. The sum over a variant is its stock."""

    __tablename__ = "stock_movements"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), index=True
    )
    change: Mapped[int]  # units, negative when they left
    reason: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(100), default="")  # the administrator, if one did it
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Picture(Model):
    """A picture as it is kept: the re-encoded original, and the widths rendered from it."""

    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(120), unique=True)  # its name in the storage
    # The file it was imported from: its name, and the SHA-256 of its bytes in hex.
    source_name: Mapped[str] = mapped_column(String(120), default="")
    source_digest: Mapped[str] = mapped_column(String(64), default="")
    width: Mapped[int]  # pixels
    height: Mapped[int]  # pixels
    alt: Mapped[str] = mapped_column(String(250), default="")
    position: Mapped[int] = mapped_column(default=0)
    rendered_at: Mapped[datetime | None]  # when all its renditions were there
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    product: Mapped[Product | None] = relationship(
        back_populates="pictures", foreign_keys=[product_id]
    )


class SlugRedirect(Model):
    """An address that a product or a collection had before."""

    __tablename__ = "slug_redirects"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))  # product or collection
    slug: Mapped[str] = mapped_column(String(160))
    target_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class ReviewStatus(StrEnum):
    """Who may read a review."""

    WAITING = "waiting"  # nobody yet: the shop has to approve it
    PUBLISHED = "published"
    HIDDEN = "hidden"  # nobody any more


class Review(Model):
    """What a customer thinks of a product; one a customer a product."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("product_id", "user_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_in_range"),
        Index("ix_reviews_product_newest", "product_id", "created_at"),
        Index("ix_reviews_status_newest", "status", "created_at"),
        Index("ix_reviews_newest", "created_at", "id"),
        Index("ix_reviews_rating_newest", "rating", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    author_name: Mapped[str] = mapped_column(String(100))
    rating: Mapped[int]  # stars, 1 to 5
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    is_verified: Mapped[bool] = mapped_column(default=False)  # the author bought it here
    status: Mapped[str] = mapped_column(String(12), default="published")  # a ReviewStatus
    hidden_reason: Mapped[str] = mapped_column(String(200), default="")  # for its author to read
    answer: Mapped[str] = mapped_column(Text, default="")  # the shop's, shown below it
    answered_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    product: Mapped[Product] = relationship(back_populates="reviews")


class SearchMiss(Model):
    """What shoppers searched for and did not find, for the merchant to read."""

    __tablename__ = "search_misses"

    id: Mapped[int] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(100), unique=True)  # lower case
    count: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime] = mapped_column(default=clock.now)
