"""The home page's picture as the shop serves it: `python -m seeds.photographs.hero`."""

from pathlib import Path

from PIL import Image

from seeds.photographs.wanted import PICTURES, SEEDS

TARGET = SEEDS.parent / "shop" / "static" / "pictures"
BAND = (0, 144, 1200, 1104)  # of the photograph, five by four
WIDTHS = (640, 1200)  # pixels


def serve(photograph: Path, target: Path) -> None:
    """Crop it and keep each width as AVIF and as WebP."""
    with Image.open(photograph) as picture:
        band = picture.convert("RGB").crop(BAND)
    for width in WIDTHS:
        small = band.resize((width, width * band.height // band.width), Image.Resampling.LANCZOS)
        small.save(target / f"hero-{width}.webp", quality=82, method=6)
        small.save(target / f"hero-{width}.avif", quality=68, speed=3)


if __name__ == "__main__":
    serve(PICTURES / "hero.webp", TARGET)
