"""What is wrong with the rows of a catalog file beside the catalog and the rest of the file."""

from flask_babel import gettext as _

from shop.catalog.models import Collection
from shop.catalog.transfer.differences import choices
from shop.catalog.transfer.fields import Problem
from shop.catalog.transfer.matching import Match, PictureFiles
from shop.extensions import db
from shop.media import PictureRefused
from shop.media.uploads import read


class Checker:
    """Checks product after product; remembers of each only what the later ones must not repeat."""

    def __init__(self, files: PictureFiles) -> None:
        self._files = files
        self._collections = set(db.session.scalars(db.select(Collection.slug)))
        self._lines_of_slugs: dict[str, int] = {}
        self._lines_of_skus: dict[str, int] = {}
        self._lines_of_products: dict[int, int] = {}

    def problems(self, match: Match) -> list[Problem]:
        """All that is wrong with the rows of one product."""
        if match.rows.slug:
            self._check_slug(match)
            self._check_skus(match)
            self._check_collections(match)
            self._check_options(match)
            self._check_pictures(match)
        return match.rows.problems

    def _check_slug(self, match: Match) -> None:
        rows = match.rows
        earlier = self._lines_of_slugs.setdefault(rows.slug, rows.line)
        if earlier != rows.line:
            text = _("the rows of a product must follow each other; it begins on line %(line)s.")
            rows.refuse(rows.line, "slug", text % {"line": earlier})
        elif match.product:
            claimed = self._lines_of_products.setdefault(match.product.id, rows.line)
            if claimed != rows.line:
                text = _("the product of line %(line)s has this address or these SKUs already.")
                rows.refuse(rows.line, "slug", text % {"line": claimed})

    def _check_skus(self, match: Match) -> None:
        strangers = {variant.sku: variant for variant in match.strangers()}
        for row in match.rows.variants:
            earlier = self._lines_of_skus.setdefault(row.sku, row.line)
            if row.sku and earlier != row.line:
                text = _("line %(line)s has the same SKU.", line=earlier)
                match.rows.refuse(row.line, "sku", text)
            elif row.sku in strangers:
                text = _("it belongs to %(slug)s.", slug=strangers[row.sku].product.slug)
                match.rows.refuse(row.line, "sku", text)

    def _check_collections(self, match: Match) -> None:
        for slug in match.rows.collections:
            if slug not in self._collections:
                text = _("there is no collection %(slug)s.", slug=slug[:120])
                match.rows.refuse(match.rows.line, "collection", text)

    def _check_options(self, match: Match) -> None:
        """The product's variants that the file leaves out must go together with its rows."""
        kept = [
            variant
            for variant in (match.product.variants if match.product else [])
            if variant.sku not in match.variants
        ]
        for row in match.rows.variants:
            for variant in kept:
                options = choices(variant)
                if options == row.options:
                    text = _("%(sku)s has the same choices.", sku=variant.sku)
                elif options.keys() != row.options.keys():
                    text = _("name the same options as %(sku)s has.", sku=variant.sku)
                else:
                    continue
                match.rows.refuse(row.line, "options", text)
                break

    def _check_pictures(self, match: Match) -> None:
        seen: set[str] = set()
        for row in match.rows.variants:
            for name in row.images:
                if name and name not in seen:
                    seen.add(name)
                    self._check_picture(match, row.line, name)

    def _check_picture(self, match: Match, line: int, name: str) -> None:
        picture = match.picture(name)
        data = self._files.newer(name, picture)
        if data is None and picture is None:
            text = _("there is no picture %(name)s beside the file.", name=name[:120])
            match.rows.refuse(line, "image", text)
        elif data is not None:
            try:
                read(data)
            except PictureRefused as refused:
                match.rows.refuse(line, "image", f"{name}: {refused}")
