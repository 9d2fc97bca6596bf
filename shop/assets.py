"""Static files: one version for the whole tree in their path, cached for a year, compressed once.

A version in the folder's name, not in each file's, lets ES modules and style sheets name each
other by relative paths without a build. The sheets that a page needs are joined into one where
the compressed copies are made: a dozen small requests cost a phone more than one larger.
"""

import shutil
from functools import partial
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from shop import derived

YEAR = 365 * 24 * 60 * 60  # seconds
COMMON = ("fonts", "tokens", "base", "layout", "frame", "components", "forms")
BUNDLES = {  # css/<name>.css, joined in this order; a page links one of them
    "storefront": (
        *COMMON,
        "cards",
        "lists",
        "home",
        "product",
        "cart",
        "account",
        "orders",
        "checkout",
        "motion",
    ),
    "back-office": (
        *COMMON,
        "orders",
        "admin",
        "admin-selling",
        "admin-orders",
        "admin-catalog",
        "admin-changes",
    ),
}


def version(folder: Path) -> str:
    """A digest of every name and byte below `folder`, and of what is joined."""
    return derived.version(folder, (p for p in folder.rglob("*") if p.is_file()), repr(BUNDLES))


def compressed_copy(folder: Path, target: Path) -> None:
    """Copy `folder` to `target`, with its bundles, and a .br and a .gz beside each file that
    gains by it."""
    shutil.copytree(folder, target)
    join_sheets(target / "css")
    compressor = Compressor(quiet=True)
    for path in list(target.rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            list(compressor.compress(str(path)))


def join_sheets(css: Path) -> None:
    """Write each bundle into `css`, from the sheets that are there."""
    for name, sheets in BUNDLES.items():
        texts = [(css / f"{sheet}.css").read_text("utf-8") for sheet in sheets]
        (css / f"{name}.css").write_text("\n".join(texts), "utf-8")


def init_app(app: Flask) -> None:
    """Serve `app`'s static folder ahead of Flask, which keeps making the addresses."""
    folder = Path(app.static_folder or "")
    target = Path(app.config["SHOP_INSTANCE"]) / "static" / version(folder)
    copy = derived.made_once(target, partial(compressed_copy, folder))
    served = WhiteNoise(
        app.wsgi_app,
        max_age=YEAR,
        immutable_file_test=lambda path, url: True,
        mimetypes={"speculation-rules.json": "application/speculationrules+json"},
    )
    served.add_files(str(copy), prefix=app.static_url_path)
    app.wsgi_app = served  # type: ignore[method-assign]
