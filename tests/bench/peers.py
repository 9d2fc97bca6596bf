"""What the shop is measured beside: bare Flask, nginx with a file, django-oscar."""

import contextlib
import os
import shutil
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from bench import ours
from bench.servers import Server, finish, running
from config import ROOT

FOLDER = Path(__file__).resolve().parent
PATHS = {"PYTHONPATH": os.pathsep.join((str(ROOT), str(FOLDER.parent)))}  # of `shop` and `bench`
OSCAR_PYTHON = Path("bin") / "python"
NGINX = """\
{user}
worker_processes 2;
daemon off;
pid nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  types {{ text/html html; }}
  server {{ listen 127.0.0.1:{port}; root html; }}
}}
"""


@contextlib.contextmanager
def floor(folder: Path, port: int, products: int) -> Iterator[Server]:
    """Bare Flask, by the server and with the settings that serve the shop. Raises BenchFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = PATHS | {
        "FLOOR_DATABASE": str(folder / "floor.sqlite3"),
        "PORT": str(port),
        "WEB_CONCURRENCY": ours.WORKERS,
        "REDIS_URL": "unix:///none-is-asked",
        "SHOP_INSTANCE": str(folder),
    }
    fill = [sys.executable, "-m", "bench.floor", str(products)]
    finish(fill, settings, "Filling the bare list")
    with ours.serving("floor", settings, folder, "bench.floor:app") as server:
        server.wait_until_it_answers("/products")
        yield server


def nginx_is_there() -> bool:
    return nginx_path() is not None


def nginx_path() -> str | None:
    """Where nginx is; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")


@contextlib.contextmanager
def nginx(folder: Path, port: int, page: bytes) -> Iterator[Server]:
    """nginx, which must be there, with `page` as the file /page.html. Raises BenchFailed."""
    (folder / "html").mkdir(parents=True, exist_ok=True)
    (folder / "html" / "page.html").write_bytes(page)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    user = "user root;" if is_root else ""  # its workers would be nobody, who may read nothing here
    (folder / "nginx.conf").write_text(NGINX.format(port=port, user=user))
    command = [nginx_path() or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with running("nginx", command, port, {}, folder) as server:
        server.wait_until_it_answers("/page.html")
        yield server


def install_oscar(folder: Path) -> None:
    """Give django-oscar an environment of its own, once. Raises BenchFailed."""
    wanted = (FOLDER / "oscar" / "requirements.txt").read_text()
    installed = folder / "installed.txt"
    if installed.exists() and installed.read_text() == wanted:
        return
    venv.create(folder, with_pip=True, clear=True)
    pip = [str(folder / OSCAR_PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    requirements = str(FOLDER / "oscar" / "requirements.txt")
    finish([*pip, "-r", requirements], os.environ, "Installing django-oscar")  # proxies and all
    installed.write_text(wanted)


@contextlib.contextmanager
def oscar(folder: Path, port: int, products: int) -> Iterator[tuple[Server, str]]:
    """django-oscar with its `products`, and the path of one of them. Raises BenchFailed."""
    install_oscar(folder / "environment")
    python = str(folder / "environment" / OSCAR_PYTHON)
    settings = PATHS | {"DJANGO_SETTINGS_MODULE": "bench.oscar.settings"}
    settings |= {"OSCAR_FOLDER": str(folder)}
    fill = [python, "-m", "bench.oscar.fill", str(products)]
    product = finish(fill, settings, "Filling django-oscar").split()[-1]
    command = [python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--preload"]
    command += ["--worker-class", "gthread", "--workers", ours.WORKERS, "--threads", "8"]
    with running("oscar", [*command, "bench.oscar.wsgi"], port, settings, folder) as server:
        server.wait_until_it_answers("/catalogue/")
        yield server, product
