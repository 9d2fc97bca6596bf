"""Pictures: what is refused and with which sentence, what is kept, rendered and served."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from drawn_pictures import add, drawing, encoded
from PIL import Image, ImageCms, PngImagePlugin

from shop import media
from shop.catalog import pictures
from shop.catalog.models import Picture
from shop.extensions import db
from shop.media import renditions
from shop.media.storage import storage

pytestmark = pytest.mark.usefixtures("app")


def frames() -> list[Image.Image]:
    return [drawing(colour="teal"), drawing(colour="tan")]


def kept(stored: media.StoredPicture) -> Image.Image:
    picture = Image.open(io.BytesIO(storage().read(stored.key)))
    picture.load()
    return picture


def png_of(width: int, height: int) -> bytes:
    """A valid PNG of a single grey, small however many pixels it has."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    packer = zlib.compressobj(9)
    row = bytes(1 + width)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


class TestAccept:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_keeps_each_format_as_webp(self, form):
        stored = media.accept(encoded(drawing(), form))
        assert (stored.width, stored.height) == (60, 40)
        assert stored.key.endswith(".webp")
        assert kept(stored).format == "WEBP"

    def test_gives_the_same_bytes_a_new_name_each_time(self):
        data = encoded(drawing(), "PNG")
        assert media.accept(data).key != media.accept(data).key

    def test_scales_down_to_2400_pixels(self):
        stored = media.accept(encoded(drawing((3000, 1500)), "JPEG"))
        assert (stored.width, stored.height) == (2400, 1200)
        assert kept(stored).size == (2400, 1200)

    def test_keeps_transparency(self):
        stored = media.accept(encoded(drawing(mode="RGBA", colour=(0, 128, 128, 90)), "PNG"))
        assert kept(stored).getpixel((5, 5))[3] == 90

    @pytest.mark.parametrize(
        ("mode", "form"),
        [("L", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("CMYK", "JPEG")],
    )
    def test_keeps_every_colour_mode(self, mode, form):
        stored = media.accept(encoded(drawing().convert(mode), form))
        assert kept(stored).mode in ("RGB", "RGBA")

    def test_keeps_the_brightness_of_a_16_bit_grey(self):
        stored = media.accept(encoded(Image.new("I;16", (20, 20), 0x8000), "PNG"))
        assert abs(kept(stored).getpixel((5, 5))[0] - 128) < 4

    def test_turns_a_photograph_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was held on its side
        stored = media.accept(encoded(drawing((60, 40)), "JPEG", exif=exif))
        assert (stored.width, stored.height) == (40, 60)
        assert kept(stored).size == (40, 60)

    def test_drops_all_metadata(self):
        exif = Image.Exif()
        exif[0x010F] = "Camera maker"
        exif.get_ifd(0x8825)[1] = "N"
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        data = encoded(drawing(), "JPEG", exif=exif, icc_profile=profile, comment=b"a secret")
        picture = kept(media.accept(data))
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)

    def test_turns_other_colour_spaces_into_srgb(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        data = encoded(drawing(), "PNG", icc_profile=profile)  # not for these channels: ignored
        assert kept(media.accept(data)).getpixel((5, 5))[1] > 100

    @pytest.mark.parametrize("tail", [b"PK\x03\x04 an archive", b"<script>alert(1)</script>"])
    def test_drops_what_hides_behind_the_picture(self, tail):
        stored = media.accept(encoded(drawing(), "PNG") + tail)
        assert tail not in storage().read(stored.key)


class TestRefusal:
    def refusal(self, data: bytes) -> str:
        with pytest.raises(media.PictureRefused) as refused:
            media.accept(data)
        return str(refused.value)

    def test_names_an_empty_file(self):
        assert "empty" in self.refusal(b"")

    def test_names_the_limit_of_10_megabytes(self):
        assert "10 MB" in self.refusal(encoded(drawing(), "PNG") + bytes(10 * 1024 * 1024))

    def test_refuses_a_bomb_by_its_header_alone(self, monkeypatch):
        bomb = png_of(10_000, 5_000)
        assert len(bomb) < 150_000
        monkeypatch.setattr(
            PngImagePlugin.PngImageFile, "load", lambda self: pytest.fail("was decoded")
        )
        assert "25 megapixels" in self.refusal(bomb)

    @pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
    def test_refuses_animated_pictures(self, form):
        first, second = frames()
        data = encoded(first, form, save_all=True, append_images=[second], duration=100)
        assert "animated" in self.refusal(data)

    def test_refuses_gif(self):
        first, second = frames()
        assert "GIF" in self.refusal(encoded(first, "GIF", save_all=True, append_images=[second]))

    def test_refuses_svg(self):
        assert "SVG" in self.refusal(
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
        )

    def test_refuses_heic_with_a_way_on(self):
        assert "export this one as a JPEG" in self.refusal(
            struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(40)
        )

    @pytest.mark.parametrize(
        "data",
        [
            b"<html><script>alert(1)</script>",
            b"PK\x03\x04" + bytes(60) + encoded(Image.new("RGB", (9, 9)), "PNG"),
            b"MZ\x90\x00",
            b"%PDF-1.7",
            b"BM" + bytes(60),
            b"\xff",
            "picture.png".encode("utf-16"),
        ],
    )
    def test_refuses_whatever_does_not_begin_as_a_picture(self, data):
        assert "JPEG, PNG, WebP or AVIF" in self.refusal(data)

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_refuses_a_truncated_file(self, form):
        noise = Image.effect_noise((200, 200), 90).convert("RGB")
        data = encoded(noise, form)
        assert "incomplete" in self.refusal(data[: len(data) // 2])

    @pytest.mark.parametrize(
        "head", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x10ftypavif"]
    )
    def test_refuses_a_header_with_junk_behind_it(self, head):
        assert "damaged" in self.refusal(head + b"\x01\x02\x03\x04" * 50)

    def test_refuses_a_jpeg_of_endless_scans(self):
        assert "damaged" in self.refusal(encoded(drawing(), "JPEG")[:-2] + b"\xff\xda" * 500)

    def test_stores_nothing(self):
        before = sorted(Path(storage().url).rglob("*.webp"))
        self.refusal(b"junk")
        assert sorted(Path(storage().url).rglob("*.webp")) == before


class TestRenditions:
    def test_are_made_by_the_job(self, run_jobs):
        picture = add()
        assert run_jobs() == ["tasks.media.render_picture"]
        db.session.refresh(picture)
        assert picture.rendered_at
        assert all(storage().exists(key) for key in renditions.keys(picture.key, picture.width))

    def test_have_every_width_up_to_the_pictures_own(self):
        assert renditions.widths(1000) == [160, 320, 480, 640, 960, 1000]
        assert renditions.widths(640) == [160, 320, 480, 640]
        assert renditions.widths(90) == [90]

    @pytest.mark.parametrize("form", ["avif", "webp"])
    def test_are_what_their_name_says(self, run_jobs, form):
        picture = add()
        run_jobs()
        key = renditions.rendition_key(picture.key, 480, form)
        rendition = Image.open(io.BytesIO(storage().read(key)))
        assert (rendition.format, rendition.size) == (form.upper(), (480, 240))

    def test_keep_transparency_but_for_the_shared_jpeg(self, run_jobs):
        picture = add(mode="RGBA", colour=(0, 0, 0, 0))
        run_jobs()
        small = renditions.rendition_key(picture.key, 160, "avif")
        shared = renditions.share_key(picture.key)
        assert Image.open(io.BytesIO(storage().read(small))).getpixel((5, 5))[3] == 0
        assert Image.open(io.BytesIO(storage().read(shared))).getpixel((5, 5)) == (255, 255, 255)

    def test_may_be_made_twice(self, run_jobs):
        from tasks.media import render_picture

        picture = add()
        run_jobs()
        render_picture(picture.id)
        assert storage().exists(renditions.rendition_key(picture.key, 160, "webp"))

    def test_of_a_deleted_picture_are_not_left_behind(self, run_jobs, monkeypatch):
        from tasks.media import render_picture

        picture = add()
        picture_id, key, width = picture.id, picture.key, picture.width
        render = renditions.render

        def render_while_it_is_deleted(key):
            render(key)
            db.session.execute(db.delete(Picture).where(Picture.id == picture_id))
            db.session.commit()

        monkeypatch.setattr(renditions, "render", render_while_it_is_deleted)
        render_picture(picture_id)
        assert not any(storage().exists(name) for name in [key, *renditions.keys(key, width)])

    def test_job_for_a_picture_that_is_gone_does_nothing(self):
        from tasks.media import render_picture

        render_picture(999)


class TestView:
    def test_shows_the_picture_itself_until_it_is_rendered(self):
        picture = add()
        shown = pictures.view(picture)
        assert (shown.sources, shown.src) == ((), f"/media/{picture.key}")
        assert (shown.width, shown.height, shown.alt) == (1000, 500, "A teal cup")
        assert pictures.share_url(picture) == f"http://localhost/media/{picture.key}"

    def test_offers_every_width_once_it_is_rendered(self, run_jobs, client):
        picture = add()
        run_jobs()
        db.session.refresh(picture)
        shown = pictures.view(picture)
        assert [source.type for source in shown.sources] == ["image/avif", "image/webp"]
        addresses = [part.split() for s in shown.sources for part in s.srcset.split(", ")]
        assert [width for _, width in addresses[:2]] == ["160w", "320w"]
        share = pictures.share_url(picture).removeprefix("http://localhost")
        for address in [shown.src, share, *(address for address, _ in addresses)]:
            assert client.get(address).status_code == 200

    def test_of_no_picture_is_none(self):
        assert pictures.view(None) is None


@pytest.fixture
def stored(app) -> media.StoredPicture:
    return media.accept(encoded(drawing(), "PNG"))
