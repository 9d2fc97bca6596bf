"""Running the catalog's commands."""

from pathlib import Path

import pytest
from catalog_imports import Run, written
from click.testing import Result
from flask import Flask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def run(app: Flask) -> Run:
    def run(*arguments: object) -> Result:
        return app.test_cli_runner().invoke(args=["catalog", *map(str, arguments)])

    return run


@pytest.fixture
def run_import(run: Run, folder: Path) -> Run:
    """Import rows, each given as a mapping; `flags` go to the command."""

    def run_import(*rows: dict[str, str], flags: tuple[str, ...] = ()) -> Result:
        return run("import", written(folder, *rows), *flags)

    return run_import
