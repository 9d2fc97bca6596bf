"""`flask catalog`: the catalog from and to a CSV file."""

import io
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError
from tqdm import tqdm

from shop import languages
from shop.catalog.transfer import exporter, importer, translations
from shop.extensions import db
from shop.media import renditions

catalog = AppGroup("catalog", help="Import and export the catalog as CSV.")


def _other_language(_context: Any, _option: Any, code: str | None) -> str | None:
    """One that the catalog is not written in itself."""
    others = [one for one in languages.LANGUAGES if one != languages.default()]
    if code is not None and code not in others:
        raise click.BadParameter(f"choose one of {', '.join(others)}.")
    return code


LANGUAGE = click.option(
    "--language",
    metavar="CODE",
    callback=_other_language,
    help="The products' words in this language instead.",
)


@catalog.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@LANGUAGE
def import_(file: Path, dry_run: bool, language: str | None) -> None:
    """Make the products of FILE, or bring them in line with it.

    One row a variant, found again by its SKU. A file with a bad row is not imported at all.
    Pictures are looked for in FILE's folder and in a folder "pictures" there.

    With --language, FILE has the columns slug, title and description: what products that are
    there already are called in that language, and what is said of them.
    """
    try:
        said = (
            run_translation(file, language, dry_run=dry_run)
            if language
            else described(run_import(file, dry_run=dry_run), "would be " if dry_run else "")
        )
    except importer.FileRefused as refused:
        raise click.ClickException(f"{refused} Nothing was imported.") from None
    except importer.BadRows as bad:
        for problem in bad.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("Nothing was imported.") from None
    except IntegrityError:
        raise click.ClickException(
            "The catalog was changed by somebody else meanwhile. Nothing was imported; try again."
        ) from None
    click.echo(said)


def run_translation(file: Path, language: str, *, dry_run: bool = False) -> str:
    """Keep what `file` says of products in `language`, and commit it but for a dry run.

    What it came to, in words. Raises importer.FileRefused and importer.BadRows.
    """
    found = translations.apply(translations.read(file), language)
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    verb = "would be " if dry_run else ""
    return f"Products: {found.changed:,} {verb}updated, {found.same:,} unchanged."


def run_import(file: Path, *, dry_run: bool = False) -> importer.Summary:
    """Check `file` and, but for a dry run, import and commit it; progress is shown on a terminal.

    Raises importer.FileRefused and importer.BadRows.
    """
    _begin_reading()
    tell = _print_change if dry_run else None
    with progress(f"Checking {file.name}") as bar:
        checked = importer.check(file, tell, bar.update)
    db.session.rollback()
    if dry_run:
        return checked
    with progress(f"Importing {file.name}", checked.products) as bar:
        summary = importer.apply(file, advance=bar.update)
    db.session.commit()
    for key, width in summary.replaced_pictures:
        renditions.forget(key, width)
    return summary


def progress(label: str, products: int | None = None) -> Any:
    """A bar of `products` on a terminal; nothing where the output goes elsewhere."""
    size = shutil.get_terminal_size()  # tqdm draws nothing where the terminal tells no size
    return tqdm(
        total=products,
        unit=" products",
        desc=label,
        ncols=size.columns,
        nrows=size.lines,
        disable=None,
    )


def _begin_reading() -> None:
    """Begin a transaction that only reads, so on SQLite the shop can write meanwhile."""
    db.session.rollback()
    db.session.connection(execution_options={"writes": False})


def _print_change(change: importer.Change) -> None:
    click.echo(str(change))


def described(summary: importer.Summary, verb: str = "") -> str:
    """`summary` in words, for a terminal."""
    parts = (
        ("Products", summary.new_products, summary.changed_products, summary.same_products),
        ("Variants", summary.new_variants, summary.changed_variants, summary.same_variants),
    )
    return "\n".join(
        f"{what}: {new:,} {verb}created, {changed:,} {verb}updated, {same:,} unchanged."
        for what, new, changed, same in parts
    )


@catalog.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@LANGUAGE
def export(file: Path | None, language: str | None) -> None:
    """Write the catalog to FILE, or to the standard output."""
    _begin_reading()
    lines = translations.rows(language) if language else exporter.rows()
    if file is None:
        stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
        exporter.write(stream, lines)
        stream.flush()
        stream.detach()
        return
    writing = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with writing.open("w", encoding="utf-8", newline="") as stream:
            exporter.write(stream, lines)
        writing.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    finally:
        writing.unlink(missing_ok=True)
