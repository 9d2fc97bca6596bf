import os
import shutil
import subprocess
import sys
from pathlib import Path

import flask_migrate
from alembic.script import ScriptDirectory

from shop import cli, migrating

LOADED = "import sys, wsgi; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def test_revisions_are_those_of_alembic_in_its_order():
    script = ScriptDirectory(str(migrating.DIRECTORY))
    walked = [revision.revision for revision in script.walk_revisions()]
    assert migrating.revisions() == walked[::-1]


def test_new_migrations_are_numbered(app, tmp_path, monkeypatch):
    copied = shutil.copytree(migrating.DIRECTORY, tmp_path / "migrations")
    monkeypatch.setattr(migrating, "DIRECTORY", copied)
    before = migrating.revisions()
    for message in ("one more", "and another"):
        flask_migrate.revision(directory=str(copied), message=message)
    following = int(before[-1]) + 1
    assert migrating.revisions() == [*before, f"{following:04}", f"{following + 1:04}"]
    assert (copied / f"versions/{following:04}_one_more.py").exists()


def test_web_process_loads_nothing_that_only_commands_need(environ):
    run = subprocess.run(
        [sys.executable, "-c", LOADED],
        env=os.environ | environ,
        cwd=Path(cli.__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert "sqlalchemy" in loaded
    assert not loaded & {"alembic", "flask_migrate", "mako", "seeds", "tqdm"}


def test_every_command_is_listed_and_explained(app):
    said = app.test_cli_runner().invoke(args=["--help"]).output
    for name in cli.COMMANDS:
        assert f"  {name} " in said
        explained = app.test_cli_runner().invoke(args=[name, "--help"])
        assert explained.exit_code == 0, explained.output
