"""The demo shop's pictures: all there, of one size, and light."""

from PIL import Image

from seeds.photographs.wanted import MOST_BYTES, PICTURES, names

SIZE = (1200, 1200)  # pixels
MOST_BYTES_TOGETHER = 12_000_000


def test_every_picture_that_the_catalog_names_is_there_and_no_other():
    assert sorted(path.name for path in PICTURES.iterdir()) == names()


def test_each_is_a_square_webp_of_one_size():
    wrong = []
    for name in names():
        with Image.open(PICTURES / name) as picture:
            if (picture.format, picture.size) != ("WEBP", SIZE):
                wrong.append((name, picture.format, picture.size))

    assert wrong == []


def test_none_weighs_too_much_nor_do_all_together():
    weights = {name: (PICTURES / name).stat().st_size for name in names()}

    assert {name: weight for name, weight in weights.items() if weight > MOST_BYTES} == {}
    assert sum(weights.values()) < MOST_BYTES_TOGETHER
