"""Promotion codes as shoppers type them."""

LONGEST = 40  # characters


class NotACode(ValueError):
    """A text that cannot be a code: empty, too long, or not of letters, digits, - and _."""


def normal(text: str) -> str:
    """The code in `text`, as promotions keep it: upper case, no spaces. Raises NotACode."""
    code = "".join(text.split()).upper()
    if len(code) > LONGEST or not code.replace("-", "").replace("_", "").isalnum():
        raise NotACode(text)
    return code
