"""One valid request for each unsafe address of imports."""

from io import BytesIO

from admin.catalog_files import catalog_file, received

from shop.admin.imports import running
from shop.admin.imports.models import ImportRun
from shop.extensions import db


def upload_import():
    return "/admin/imports", {"file": (BytesIO(catalog_file({})), "catalog.csv")}


def apply_import():
    run = checked()
    return f"/admin/imports/{run.id}/apply", {"digest": run.digest}


def check_import():
    return f"/admin/imports/{checked().id}/check", {}


def delete_import():
    return f"/admin/imports/{received().id}/delete", {}


def checked():
    run_id = received().id
    running.check(run_id)
    return db.session.get_one(ImportRun, run_id)


EXAMPLES = {
    "admin.upload_import": upload_import,
    "admin.apply_import": apply_import,
    "admin.check_import": check_import,
    "admin.delete_import": delete_import,
}
