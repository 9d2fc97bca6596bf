"""The countries of ISO 3166-1, named in the reader's language by CLDR (Babel)."""

import unicodedata
from functools import lru_cache

from babel import Locale

from shop import locales

# ISO 3166-1 alpha-2, officially assigned. CLDR also names regions and codes of its own.
CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "
    "BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "
    "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS YE YT ZA ZM ZW"
)


def choices() -> list[tuple[str, str]]:
    """Pairs of code and name, by name, in the language of this answer."""
    return _choices(locales.name())


def name_of(code: str) -> str:
    """The country's name in the language of this answer."""
    return dict(choices()).get(code, code)


@lru_cache(maxsize=16)
def _choices(locale: str) -> list[tuple[str, str]]:
    names = Locale.parse(locale).territories
    return sorted(((code, names[code]) for code in CODES.split()), key=lambda pair: _plain(pair[1]))


def _plain(name: str) -> str:
    """`name` without accents, so that Åland stands among the As."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
