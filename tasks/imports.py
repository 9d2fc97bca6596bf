"""The jobs that check and import uploaded catalog files."""

from shop.admin.imports import progress, running


def check_import(run_id: int) -> None:
    """Find out what importing an uploaded file would change."""
    running.check(run_id)
    progress.forget(run_id)


def apply_import(run_id: int) -> None:
    """Import an uploaded file that was checked, and looked at, before."""
    running.apply(run_id)
    progress.forget(run_id)


def delete_old() -> int:
    """Delete imports of long ago; how many there were."""
    return running.delete_old()
