"""Regions as tax rates name them (ISO 3166-2, without the country), from what shoppers write."""

NAMES = {
    "US": """AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut
|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois
|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts
|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota
|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina
|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington
|WV West Virginia|WI Wisconsin|WY Wyoming""",
    "CA": """AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick
|NL Newfoundland and Labrador|NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario
|PE Prince Edward Island|QC Quebec|QC Québec|SK Saskatchewan|YT Yukon""",
}
CODES = {
    (country, name.strip().casefold()): code
    for country, text in NAMES.items()
    for code, name in (entry.split(" ", 1) for entry in text.split("|"))
}
LONGEST = 80  # characters


def region_code(country: str, text: str) -> str:
    """The code of the region in `text`: its name or the code itself, in any case, with or without
    the country ("California", "ca", "US-CA"). Where no name is known, `text` in upper case."""
    words = " ".join(text.split())[:LONGEST]
    if not words.isprintable():
        return ""
    known = CODES.get((country, words.casefold()))
    return known or words.upper().removeprefix(f"{country}-")[:LONGEST]
