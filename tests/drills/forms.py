"""What a form on a page holds, as a browser sends it back."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collects the fields of the form that leads to `action`."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.fields: dict[str, str] = {}
        self.is_inside = False
        self.writing = ""  # the name of the select or textarea that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self.is_inside = said.get("action") == self.action
        elif not self.is_inside:
            return
        elif tag == "input" and name and is_sent(said):
            self.fields[name] = value
        elif tag in ("select", "textarea"):
            self.writing = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in said:
            self.fields[self.writing] = value

    def handle_data(self, data: str) -> None:
        if self.writing and self.lasttag == "textarea":
            self.fields[self.writing] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.writing = ""


def is_sent(said: dict[str, str | None]) -> bool:
    """Whether a browser sends the field without a hand at it."""
    kind = said.get("type", "text")
    return kind not in ("file", "submit") and (
        kind not in ("checkbox", "radio") or "checked" in said
    )


def filled(page: str, action: str) -> dict[str, str]:
    """The fields of the form to `action`, with what stands in them."""
    reader = FormReader(action)
    reader.feed(page)
    return reader.fields
