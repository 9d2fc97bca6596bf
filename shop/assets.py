"""Static files: one version for the whole tree in their path, cached for a year, compressed once.

A version in the folder's name, not in each file's, lets ES modules and style sheets name each
other by relative paths without a build. The sheets that a page needs are joined into one where
the compressed copies are made: a dozen small requests cost a phone more than one larger.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

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
    digest = hashlib.sha256(repr(BUNDLES).encode())
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def compressed_copy(folder: Path, target: Path) -> Path:
    """`folder`, its bundles, and a .br and a .gz beside each file that gains by it; made once a
    version."""
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=target.parent))
    shutil.copytree(folder, making / "files")
    join_sheets(making / "files" / "css")
    compressor = Compressor(quiet=True)
    for path in list((making / "files").rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    try:
        os.rename(making / "files", target)
    except OSError:  # another process was quicker
        if not target.exists():
            raise
    shutil.rmtree(making)
    return target


def join_sheets(css: Path) -> None:
    """Write each bundle into `css`, from the sheets that are there."""
    for name, sheets in BUNDLES.items():
        texts = [(css / f"{sheet}.css").read_text("utf-8") for sheet in sheets]
        (css / f"{name}.css").write_text("\n".join(texts), "utf-8")


def init_app(app: Flask) -> None:
    """Serve `app`'s static folder ahead of Flask, which keeps making the addresses."""
    folder = Path(app.static_folder or "")
    copy = compressed_copy(folder, Path(app.config["SHOP_INSTANCE"]) / "static" / version(folder))
    served = WhiteNoise(
        app.wsgi_app,
        max_age=YEAR,
        immutable_file_test=lambda path, url: True,
        mimetypes={"speculation-rules.json": "application/speculationrules+json"},
    )
    served.add_files(str(copy), prefix=app.static_url_path)
    app.wsgi_app = served  # type: ignore[method-assign]
