"""The form of a product as a browser without scripts sends it: all fields as the page has them."""

import io
from html.parser import HTMLParser

from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart


class FormReader(HTMLParser):
    """The fields of the form marked data-product, as they would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[list[str | None]] = []
        self.is_inside = self.is_text = self.is_select = False

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.is_inside = "data-product" in has
        if not self.is_inside:
            return
        if tag == "input" and has.get("name") and has.get("type") != "file":
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self.fields.append([has["name"], has.get("value", "")])
        elif tag in ("select", "textarea"):
            self.is_select, self.is_text = tag == "select", tag == "textarea"
            self.fields.append([has["name"], None if self.is_select else ""])
        elif (
            tag == "option" and self.is_select and ("selected" in has or self.fields[-1][1] is None)
        ):
            self.fields[-1][1] = has.get("value")

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.is_select = self.is_text = False
        if tag == "form":
            self.is_inside = False

    def handle_data(self, data):
        if self.is_text:
            self.fields[-1][1] = (self.fields[-1][1] + data).lstrip("\r\n")


def fields_of(answer) -> MultiDict:
    """What the form of this page would send."""
    reader = FormReader()
    reader.feed(answer.text)
    return MultiDict([(name, value or "") for name, value in reader.fields])


def typed(answer, **changes) -> MultiDict:
    """The form of a page with some fields typed over; `variants_0_price` is variants-0-price."""
    fields = fields_of(answer)
    for name, value in changes.items():
        if name.split("_")[0] in ("variants", "options", "gallery"):
            rows, number, field = name.split("_", 2)
            name = f"{rows}-{number}-{field}"
        fields.setlist(name, value if isinstance(value, list) else [value])
    return fields


def png(colour="teal", size=(60, 40)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def files(*pairs) -> dict:
    """The field `pictures` with the files (bytes, name)."""
    return {"pictures": [FileStorage(io.BytesIO(data), name) for data, name in pairs]}


def send(client, path, fields, *pictures):
    """Send the form as a browser does: in parts, with files."""
    # Encoded here: the client would leave the file open that it writes a long body into.
    boundary, body = encode_multipart(dict(fields.lists()) | files(*pictures))
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
