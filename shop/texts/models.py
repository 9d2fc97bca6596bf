"""The texts, each of a row of the shop's or of a word that many products have."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import Model

LONGEST_WORD = 250  # characters, as those of a picture's alternative text


class CatalogText(Model):
    """What stands in `language` for one `field` of a product, a collection or a page.

    Of what is short and said alike wherever it is, such as an option's value, it stands for a
    `word` instead: see `shop.texts.reading.OF_WORDS`.
    """

    __tablename__ = "catalog_texts"
    __table_args__ = tuple(
        Index(f"ix_catalog_texts_{column}", column, "language", "field", unique=True)
        for column in ("product_id", "collection_id", "page_id", "word")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    field: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    collection_id: Mapped[int | None] = mapped_column(
        ForeignKey("collections.id", ondelete="CASCADE")
    )
    page_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id", ondelete="CASCADE"))
    word: Mapped[str | None] = mapped_column(String(LONGEST_WORD))

    @property
    def name(self) -> str:
        """What the audit log calls it."""
        return f"{self.language}: {self.word or self.field}"
