"""What the merchant's products, collections and pages say in languages other than their own.

A reader of the catalog's own language costs nothing here: no query, no join. For any other one a
statement is asked for the same columns with a look-up beside each (`shown`, `translated`), so that
its rows come back in the reader's language, and as they are where nothing is kept.
"""

from shop.languages import foreign
from shop.texts.reading import READER, of, shown, translated

__all__ = ["READER", "foreign", "of", "shown", "translated"]
