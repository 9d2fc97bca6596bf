"""From text to the words that are indexed and searched, the same in every database."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

LONGEST_TEXT = 100  # characters of a search that count
MOST_WORDS = 8  # words of a search that count
LONGEST_WORD = 40  # characters

# Letters that Unicode does not take apart into a plain one and an accent.
LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc")  # "butcher's" is searched as "butchers"
# A longer run of letters is several words.
WORD = re.compile(rf"[^\W_]{{1,{LONGEST_WORD}}}")
# Chinese and Japanese write no spaces between words: there each character is one.
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
FOREIGN_WORD = re.compile(rf"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[^\W_]){{1,{LONGEST_WORD}}}")

# Words too common to ask for; dropped where others remain.
ENGLISH = ("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to")
GERMAN = ("aus", "das", "dem", "den", "der", "ein", "eine", "einen", "fur", "im", "mit", "oder")
STOP_WORDS = frozenset([*ENGLISH, "with", *GERMAN, "und", "von", "zu", "zum"])

# In front of each word of a product that is not published: no search of a shopper's has it, for
# it is of Unicode's private use, no letter and no digit.
UNSEEN = "\ue000"


class Term(NamedTuple):
    """What one word of a search asks for: `stem`, or any word that begins with `prefix`."""

    stem: str
    prefix: str | None  # of the last word alone, which may be typed half


def fold(text: str) -> str:
    """Lower case without accents: "Crème Brûlée" is "creme brulee"."""
    if text.isascii():
        return text.replace("'", "").lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in apart if not unicodedata.combining(c)).translate(LETTERS)
    return text.translate(APOSTROPHES).lower()


def split(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    folded = fold(text)
    return (WORD if folded.isascii() else FOREIGN_WORD).findall(folded)


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """`word` without an English plural's ending, so that mugs find a mug and a mug finds mugs.

    Source: Harman's S-stemmer ("How effective is suffixing?", JASIS 1991), and -es after a
    hissing sound.
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def indexed(words: Iterable[str]) -> list[str]:
    """`words` as a document holds them: each as written, and its stem where that differs."""
    found = []
    for word in words:
        found.append(word)
        if word[-1] == "s" and (bare := stem(word)) != word:
            found.append(bare)
    return found


def can_be_meant(word: str) -> bool:
    """Whether a mistyped word may be taken for this one: no numbers, and nothing too short."""
    return len(word) > 2 and word.isalpha()


def of_sku(sku: str) -> list[str]:
    """ "WF-MUG-01" is found as its parts and as "wfmug01"."""
    parts = split(sku)
    return [*parts, "".join(parts)[:LONGEST_WORD]] if len(parts) > 1 else parts


def of_query(text: str) -> list[str]:
    """The words that a search for `text` asks for; few, whatever it is."""
    words = split(text[:LONGEST_TEXT])
    telling = [word for word in words if word not in STOP_WORDS] or words
    return list(dict.fromkeys(telling))[:MOST_WORDS]


def terms(words: list[str], *, completing: bool = False) -> list[Term]:
    """What to ask the index for. The last word may be half typed.

    A letter by itself is so only when `completing` what is typed: it begins half the catalog.
    """
    last = len(words) - 1
    alone = last == 0 and not completing
    return [
        Term(stem(word), word if at == last and may_be_half_typed(word, alone) else None)
        for at, word in enumerate(words)
    ]


def unseen(term: Term) -> Term:
    """What finds the same in products that are not published."""
    return Term(UNSEEN + term.stem, term.prefix and UNSEEN + term.prefix)


def may_be_half_typed(word: str, alone: bool) -> bool:
    """Whether to look for words that begin with this one; few digits begin every other SKU."""
    return len(word) > 2 if word.isdecimal() else len(word) > 1 or not alone
