"""Serving pictures, and where they are kept: a folder, or S3."""

import pytest
from drawn_pictures import add, drawing, encoded
from moto.server import ThreadedMotoServer

from shop import media
from shop.media import renditions
from shop.media.storage import NotInStorage, Storage, new_key, storage

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def stored(app) -> media.StoredPicture:
    return media.accept(encoded(drawing(), "PNG"))


@pytest.fixture
def s3(monkeypatch):
    """A bucket on an S3 of the machine's own."""
    import boto3

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3").create_bucket(Bucket="shop-pictures")
    yield Storage("s3://shop-pictures/some/prefix")
    server.stop()


class TestServing:
    def test_lets_caches_keep_a_picture_for_a_year(self, client, stored):
        answer = client.get(f"/media/{stored.key}")
        assert answer.status_code == 200
        assert answer.mimetype == "image/webp"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers

    def test_answers_304_to_who_has_it(self, client, stored):
        etag = client.get(f"/media/{stored.key}").headers["ETag"]
        again = client.get(f"/media/{stored.key}", headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")

    @pytest.mark.parametrize(
        "path",
        [
            "/media/",
            "/media/ab",
            "/media/ab/",
            "/media/ab/ab000000000000000000000000000000.webp",
            "/media/../secret_key",
            "/media/%2e%2e/secret_key",
            "/media/ab/../../secret_key",
            "/media/..%2f..%2fsecret_key",
            "/media/..%5c..%5csecret_key",
            "/media//etc/passwd",
            "/media/%00",
            "/media/%ff%fe",
            "/media/" + "a" * 5000,
        ],
    )
    def test_answers_404_for_all_else(self, client, stored, path):
        answer = client.get(path)
        assert answer.status_code in (404, 308)
        if answer.status_code == 308:  # slashes that Werkzeug merges
            answer = client.get(answer.headers["Location"])
        assert answer.status_code == 404
        assert "max-age=31536000" not in answer.headers.get("Cache-Control", "")

    def test_serves_from_s3_as_from_a_folder(self, app, client, stored, s3, monkeypatch):
        s3.save(stored.key, storage().read(stored.key))
        monkeypatch.setitem(app.extensions, "media", s3)
        answer = client.get(f"/media/{stored.key}")
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        etag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(f"/media/{stored.key}", headers=etag).status_code == 304
        assert client.get(f"/media/{new_key()}").status_code == 404


class TestStorage:
    @pytest.mark.parametrize("kind", ["a folder", "S3"])
    def test_saves_reads_and_deletes(self, kind, tmp_path, request):
        in_folder = kind == "a folder"
        storage = (
            Storage(str(tmp_path / "with a space")) if in_folder else request.getfixturevalue("s3")
        )
        key = new_key()
        assert not storage.exists(key)
        storage.save(key, b"first")
        storage.save(key, b"second")
        assert storage.exists(key)
        assert storage.read(key) == b"second"
        storage.delete(key)
        storage.delete(key)
        assert not storage.exists(key)
        with pytest.raises(NotInStorage):
            storage.read(key)

    def test_on_s3_holds_a_picture_and_its_renditions(self, app, s3, run_jobs, monkeypatch):
        monkeypatch.setitem(app.extensions, "media", s3)
        picture = add()
        run_jobs()
        assert all(s3.exists(key) for key in renditions.keys(picture.key, picture.width))

    @pytest.mark.parametrize(
        "key", ["", "..", "../ab.webp", "/etc/passwd", "ab/../ab.webp", "ab\0"]
    )
    def test_knows_no_other_keys(self, tmp_path, key):
        with pytest.raises(NotInStorage):
            Storage(str(tmp_path)).read(key)
