"""What tells apart the lists that need other statements."""

from typing import NamedTuple

from shop import texts
from shop.catalog.filters import ProductQuery, Sort

LARGE_CATALOG = 100_000  # products


class Shape(NamedTuple):
    """Which conditions a list has, whatever their values are."""

    sort: Sort
    in_scope: bool  # of one collection
    in_chosen: bool  # of any of several
    has_min: bool
    has_max: bool
    in_stock: bool
    on_sale: bool
    has_rating: bool
    is_search: bool = False
    is_dense: bool = False  # its products are many of all there are
    language: str | None = None  # whose titles they are sorted by; None for their own

    @classmethod
    def of(cls, query: ProductQuery, *, in_scope: bool, in_chosen: bool) -> "Shape":
        return cls(
            query.sort,
            in_scope,
            in_chosen,
            query.min_price is not None,
            query.max_price is not None,
            query.in_stock,
            query.on_sale,
            query.rating is not None,
            is_search=bool(query.q),
            is_dense=bool(query.q),
            language=texts.foreign() if query.sort is Sort.TITLE else None,
        )

    def for_page(self, total: int, last: int) -> "Shape":
        """The shape for reading up to the `last` of its `total` products.

        Walking the order's index past those of other collections takes about `last / total` of
        the catalog; taking the collection's own products and sorting them takes `total` steps.
        The catalog is taken to be a large one: in a small one either is quick.
        """
        return self._replace(
            is_dense=self.is_search or total * total > last * LARGE_CATALOG,
        )

    def without_price(self) -> "Shape":
        return self._replace(has_min=False, has_max=False)

    def without_choices(self) -> "Shape":
        return self._replace(in_stock=False, on_sale=False, has_rating=False)

    @property
    def is_narrowed(self) -> bool:
        return self.in_scope or self.in_chosen or self.has_price or self.has_choices

    @property
    def has_price(self) -> bool:
        return self.has_min or self.has_max

    @property
    def has_choices(self) -> bool:
        return self.in_stock or self.on_sale or self.has_rating

    @property
    def is_kept(self) -> bool:
        """Whether its counts are: see shop.catalog.counts."""
        return not (self.is_search or self.in_chosen or self.has_price)
