"""Draw every picture of the demo catalog: `python -m seeds.drawings [name …]`."""

import sys
from concurrent.futures import ProcessPoolExecutor

from seeds.drawing.album import PICTURES, draw, names


def main(wanted: list[str]) -> None:
    PICTURES.mkdir(exist_ok=True)
    chosen = [name for name in names() if not wanted or any(part in name for part in wanted)]
    with ProcessPoolExecutor() as pool:
        for count, _ in enumerate(pool.map(draw, chosen), start=1):
            print(f"\r{count}/{len(chosen)}", end="", flush=True)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
