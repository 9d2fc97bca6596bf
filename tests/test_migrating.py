import os
import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory

from shop import cli, migrating

LOADED = "import sys, wsgi; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def test_revisions_are_those_of_alembic_in_its_order():
    script = ScriptDirectory(str(migrating.DIRECTORY))
    walked = [revision.revision for revision in script.walk_revisions()]
    assert migrating.revisions() == walked[::-1]


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
