"""Pictures that come with a catalog file."""

import pytest
from catalog_imports import OAT, SAGE, draw, product, snapshot, written
from catalog_rows import ROW

from shop.catalog.models import (
    Picture,
)
from shop.extensions import db
from shop.media.storage import storage
from shop.outbox import OutboxJob


class TestPictures:
    def test_pictures_beside_the_file_become_the_products(self, run_import, folder, run_jobs):
        draw(folder / "pictures" / "sage.png")
        draw(folder / "detail.png")
        run_import(SAGE | {"image": "sage.png;detail.png"}, OAT | {"image": "sage.png"})
        made = product()
        assert [(p.source_name, p.alt) for p in made.pictures] == [
            ("sage.png", "Tea bowl"),
            ("detail.png", "Tea bowl"),
        ]
        assert made.cover is made.pictures[0]
        assert {v.picture for v in made.variants} == {made.pictures[0]}
        assert all(storage().exists(p.key) for p in made.pictures)

    def test_text_for_those_who_cannot_see_it_names_the_choice(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"}, OAT)
        assert product().pictures[0].alt == "Tea bowl, Sage"

    def test_renditions_are_asked_for(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"})
        job = db.session.scalar(db.select(OutboxJob))
        assert (job.name, job.arguments) == (
            "tasks.media.render_picture",
            {"picture_id": product().pictures[0].id},
        )

    def test_same_picture_again_is_no_change(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"})
        before = snapshot()
        result = run_import(SAGE | {"image": "sage.png"})
        assert "1 unchanged" in result.output
        assert snapshot() == before

    def test_other_picture_under_the_same_name_replaces_it(self, run_import, folder):
        draw(folder / "sage.png")
        run_import(SAGE | {"image": "sage.png"})
        old = product().pictures[0].key
        draw(folder / "sage.png", "red")
        run_import(SAGE | {"image": "sage.png"})
        made = product()
        assert len(made.pictures) == 1
        assert made.pictures[0].key != old
        assert made.cover is made.variants[0].picture is made.pictures[0]
        assert not storage().exists(old)

    @pytest.mark.parametrize("name", ["missing.png", "../secret.png", "/etc/hostname"])
    def test_picture_that_is_not_beside_the_file_is_named(self, run, folder, name):
        draw(folder / "secret.png")
        (folder / "inner").mkdir()
        result = run("import", written(folder / "inner", ROW | {"image": name}))
        assert result.exit_code == 1
        assert f"Line 2, image: there is no picture {name} beside the file." in result.output
        assert product() is None

    def test_file_that_is_no_picture_is_named(self, run_import, folder):
        (folder / "sage.png").write_text("<svg/>")
        result = run_import(ROW | {"image": "sage.png"})
        assert "Line 2, image: sage.png: SVG files are not accepted." in result.output
        assert (product(), db.session.scalar(db.select(Picture.id))) == (None, None)
