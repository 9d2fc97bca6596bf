"""Take the photographs: `python -m seeds.photographs [--size 400] [--to FOLDER] [name …]`."""

import argparse
import tempfile
from pathlib import Path

from PIL import Image

from seeds.photographs import studio
from seeds.photographs.album import models, shot
from seeds.photographs.wanted import MOST_BYTES, PICTURES, names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="how the pictures' names begin; all, if none")
    parser.add_argument("--size", type=int, default=studio.SIZE, help="pixels, for a quick look")
    parser.add_argument("--to", type=Path, default=PICTURES)
    wanted = parser.parse_args()
    wanted.to.mkdir(parents=True, exist_ok=True)
    known = models()
    for name in sorted((n.removesuffix(".webp") for n in names()), key=is_close):
        found = shot(name, known)
        target = wanted.to / f"{name}.webp"
        if found is None or not is_wanted(name, target, wanted.names, wanted.size):
            continue
        build, view = found
        studio.clear()
        build()
        take(target, view, wanted.size)
        print(f"{target.name}: {target.stat().st_size // 1024} KB", flush=True)


def is_close(name: str) -> bool:
    """Close views come last: lists show the others."""
    return name.endswith("-detail")


def is_wanted(name: str, target: Path, beginnings: list[str], size: int) -> bool:
    """What was named; otherwise what is not there in that size yet."""
    if beginnings:
        return any(name.startswith(beginning) for beginning in beginnings)
    if not target.exists():
        return True
    with Image.open(target) as picture:
        return picture.size != (size, size)


def take(target: Path, view: studio.View, size: int) -> None:
    """Render, and keep it as WebP of at most MOST_BYTES."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.png"
        studio.photograph(raw, view, size)
        with Image.open(raw) as picture:
            picture = picture.convert("RGB")
            for quality in (90, 84, 78, 70, 60, 50, 40):
                picture.save(target, "WEBP", quality=quality, method=6)
                if target.stat().st_size <= MOST_BYTES:
                    return


if __name__ == "__main__":
    main()
