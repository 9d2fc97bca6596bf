"""The files that the processes of this machine count into, one of each kind for each process.

Workers are replaced after some thousand requests, and each leaves its files behind. What ended
ones have counted is added up in one file, so that neither the sums fall nor files pile up.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from prometheus_client import values
from prometheus_client.mmap_dict import MmapedDict

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the variable by which prometheus-client knows it
ENDED = "ended"  # stands where the number of a process would, for all that have ended
PATIENCE = 10  # seconds to wait for another process that adds up


def prepare(instance: str) -> None:
    """Have this process, and those that it forks, count into files in the instance folder."""
    folder = Path(instance) / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    forget_earlier_run(folder)
    if FOLDER not in os.environ:
        os.environ[FOLDER] = str(folder)
        # Chosen when prometheus-client was imported, which was before the folder was known.
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]


def forget_earlier_run(folder: Path) -> None:
    """Clear the folder if nobody counts into it: the first process of a start finds it so.

    What ended processes counted stays while others live, or the sums would fall.
    """
    files = list(folder.glob("*.db"))
    if not any(is_alive(process_of(path)) for path in files):
        for path in files:
            path.unlink(missing_ok=True)


@contextmanager
def standing_still() -> Iterator[Path]:
    """The folder, with the files of ended processes added up, while nobody else does that.

    Raises filelock.Timeout when another process takes too long.
    """
    folder = Path(os.environ[FOLDER])
    with FileLock(folder / "lock", timeout=PATIENCE):
        for kind in ("counter", "histogram"):
            fold(folder, kind)
        yield folder


def fold(folder: Path, kind: str) -> None:
    """Add what ended processes counted into the file that stands for all of them."""
    ended = [path for path in folder.glob(f"{kind}_*.db") if is_over(process_of(path))]
    if not ended:
        return
    whole, making = folder / f"{kind}_{ENDED}.db", folder / f"{kind}.new"
    making.unlink(missing_ok=True)
    sums = MmapedDict(str(making))  # type: ignore[no-untyped-call]
    for path in [*ended, *([whole] if whole.exists() else [])]:
        for key, value, moment, _position in MmapedDict.read_all_values_from_file(str(path)):  # type: ignore[no-untyped-call]
            sums.write_value(key, sums.read_value(key)[0] + value, moment)  # type: ignore[no-untyped-call]
    sums.close()  # type: ignore[no-untyped-call]
    making.replace(whole)
    for path in ended:
        path.unlink()


def process_of(path: Path) -> str:
    return path.stem.rpartition("_")[2]


def is_over(process: str) -> bool:
    return process != ENDED and not is_alive(process)


def is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError, OSError):
        return False
    return True
