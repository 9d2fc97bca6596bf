"""Catalog files for the tests of imports, and the run that one becomes."""

import csv
import io

from catalog_rows import ROW
from factories import UserFactory

from shop.admin.imports import services
from shop.admin.imports.models import ImportRun
from shop.auth.models import User
from shop.catalog.transfer import cells
from shop.extensions import db
from shop.rights import Role


def catalog_file(*rows: dict[str, str]) -> bytes:
    """A file of these rows; what a row leaves out is as in ROW."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, cells.COLUMNS)
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return text.getvalue().encode()


def upload(client, content, name="catalog.csv"):
    """Send the file as a browser does. Werkzeug's own encoder leaves large ones open."""
    name = name.replace('"', "%22").replace("\n", "%0A")
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = head.encode() + b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n--edge--\r\n"
    return client.post(
        "/admin/imports", data=body, content_type="multipart/form-data; boundary=edge"
    )


def received(*rows: dict[str, str]) -> ImportRun:
    """A run that waits for its check, of an administrator of its own."""
    user = db.session.scalar(db.select(User).where(User.role == Role.OWNER)) or UserFactory(
        is_administrator=True
    )
    run = services.receive(user, "catalog.csv", catalog_file(*rows or ({},)))
    db.session.commit()
    return run


def only_run() -> ImportRun:
    db.session.rollback()
    return db.session.scalars(db.select(ImportRun)).one()
