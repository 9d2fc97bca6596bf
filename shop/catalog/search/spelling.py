"""Words that nobody indexed, taken for ones spelled much like them.

Only asked when a search finds nothing, and never asks the database more than a few times.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from shop.catalog.search.engine import counts, engine, exists
from shop.catalog.search.words import Term, stem, terms

SHORTEST = 4  # letters of a word that is corrected; shorter ones are too like each other
MOST_SIMILAR = 60  # words that the database offers for one mistyped
MOST_CANDIDATES = 4  # of those, counted and tried
MOST_TRIES = 6  # searches made with what was corrected


def corrected(words: Sequence[str]) -> list[str] | None:
    """`words` with those mistyped put right, such that products have them; None if there is no way.

    Tries words spelled alike, then two words that are written as one, and one as two.
    """
    for attempt in islice(_attempts(words), MOST_TRIES):
        if exists(terms(attempt)):
            return attempt
    return None


def _attempts(words: Sequence[str]) -> Iterator[list[str]]:
    asked = terms(list(words))
    known = counts([[term] for term in asked])
    unknown = [at for at, count in enumerate(known) if not count]
    if unknown:
        last = len(words) - 1
        found = [candidates(words[at], is_half_typed=at == last) for at in unknown]
        for choice in islice(product(*found), MOST_TRIES - 1):
            attempt = list(words)
            for at, word in zip(unknown, choice, strict=True):
                attempt[at] = word
            yield attempt
    for at in range(len(words) - 1):
        yield [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]
    if len(unknown) == 1:
        at = unknown[0]
        for parts in in_two(words[at]):
            yield [*words[:at], *parts, *words[at + 1 :]]


def candidates(word: str, *, is_half_typed: bool = False) -> list[str]:
    """The likeliest words meant by `word`, best first: the fewest slips, then the most products."""
    if len(word) < SHORTEST or not word.isalpha():
        return []
    most = allowed_slips(len(word))
    likely = []
    for other in engine().similar(word, MOST_SIMILAR):
        slips = slips_between(word, other, most)
        if slips > most and is_half_typed and len(other) > len(word) > SHORTEST:
            beginnings = (other[: len(word) + more] for more in (-1, 0, 1))
            slips = 1 + min(slips_between(word, beginning, 1) for beginning in beginnings)
        if slips <= most + (1 if is_half_typed and len(other) > len(word) else 0):
            likely.append((slips, other[0] != word[0], other))
    likely = sorted(likely)[: MOST_CANDIDATES * 2]
    products = counts([[Term(stem(other), None)] for _, _, other in likely])
    ranked = sorted(
        (slips, differs, -count, other)
        for (slips, differs, other), count in zip(likely, products, strict=True)
        if count
    )
    return [other for *_, other in ranked[:MOST_CANDIDATES]]


def in_two(word: str) -> list[tuple[str, str]]:
    """`word` parted into two that products have: teatowel is tea towel."""
    if not 2 * SHORTEST - 2 <= len(word) <= 20 or not word.isalpha():
        return []
    pairs = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
    halves = list(dict.fromkeys(half for pair in pairs for half in pair))
    found = dict(zip(halves, counts([[Term(stem(half), None)] for half in halves]), strict=True))
    return [pair for pair in pairs if found[pair[0]] and found[pair[1]]]


def allowed_slips(length: int) -> int:
    """How many letters may be wrong in a word of `length` letters."""
    return 1 if length < 6 else 2


def slips_between(a: str, b: str, most: int) -> int:
    """Letters to add, drop, change or swap with their neighbour to come from `a` to `b`.

    Optimal string alignment distance; more than `most` is `most` + 1.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
