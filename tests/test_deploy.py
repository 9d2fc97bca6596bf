"""What is deployed with the shop: nginx's configuration, compose.yaml and the images."""

import re
import shlex

import pytest
import yaml
from werkzeug.routing import Rule

import config
from shop import headers
from shop.dev.scale import front, programs
from shop.dev.scale.front import PlaceMissing

COMPOSE = yaml.safe_load((config.ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (config.ROOT / "deploy" / "Dockerfile").read_text()
NGINX = (config.ROOT / "deploy" / "nginx.conf").read_text()
# Not for strangers, but on a path that is like a page's: they are led to sign in, uncached.
LOCKED_LIKE_PAGES = ("/collections/new",)
VARIABLE = re.compile(r"\$\{(\w+)")


def procfile() -> dict[str, list[str]]:
    lines = (config.ROOT / "Procfile").read_text().splitlines()
    return {name: shlex.split(command) for name, _, command in (x.partition(":") for x in lines)}


def kinds() -> list[tuple[str, re.Pattern[str]]]:
    """What nginx.conf calls the paths that it keeps copies of."""
    block = re.search(r"map \$path \$kind \{(.*?)\n  \}", NGINX, re.S)
    found = re.findall(r'"~(\S+)" (\w+);', block[1])
    return [(kind, re.compile(pattern, re.ASCII)) for pattern, kind in found]


def kind_of(path: str) -> str:
    return next((kind for kind, pattern in kinds() if pattern.search(path)), "other")


def example(rule: Rule) -> str:
    """An address that the rule matches."""
    return re.sub(r"<(?:int:)?(\w+)>", "1", re.sub(r"<path:\w+>", "ab/ab.webp", rule.rule))


class TestCompose:
    def test_names_the_processes_of_a_deployment(self):
        assert set(SERVICES) == {
            "migrate",
            "nginx",
            "postgresql",
            "scheduler",
            "smtp4dev",
            "valkey",
            "web-1",
            "web-2",
            "worker-1",
            "worker-2",
        }

    @pytest.mark.parametrize(
        ("service", "process"),
        [
            ("web-1", "web"),
            ("web-2", "web"),
            ("worker-1", "worker"),
            ("worker-2", "worker"),
            ("scheduler", "scheduler"),
        ],
    )
    def test_starts_what_the_procfile_starts(self, service, process):
        assert SERVICES[service]["command"] == procfile()[process]

    def test_gives_every_process_a_configuration_that_it_starts_with(self, tmp_path):
        secrets = {"SECRET_KEY": "x" * 32, "POSTGRES_PASSWORD": "y"}
        for name in ("web-1", "worker-1", "scheduler", "migrate"):
            given = SERVICES[name]["environment"]
            environ = {key: filled(value, secrets) for key, value in given.items()}
            settings = config.load(environ | {"SHOP_INSTANCE": str(tmp_path)})
            assert settings["SHOP_ENV"] == "production"
            assert settings["TRUSTED_PROXIES"] == 1
            assert not settings["REDIS_IS_EMBEDDED"]
            assert settings["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")

    def test_finds_every_host_by_the_name_of_a_service(self):
        environment = SERVICES["web-1"]["environment"]
        urls = " ".join(environment[name] for name in ("DATABASE_URL", "REDIS_URL", "MAIL_URL"))
        hosts = set(re.findall(r"(?://|@)([a-z0-9]+)[:/]", urls.replace("${", "")))
        assert {"postgresql", "valkey", "smtp4dev"} <= hosts | {"shop"}
        in_nginx = set(re.findall(r"server ([\w-]+):5000", NGINX))
        assert in_nginx == {"web-1", "web-2"} <= set(SERVICES)

    def test_explains_every_variable_in_the_example(self):
        example = (config.ROOT / ".env.example").read_text()
        named = set(VARIABLE.findall((config.ROOT / "compose.yaml").read_text()))
        assert named <= set(re.findall(r"^#(\w+)=", example, re.M))

    def test_waits_only_for_services_that_there_are(self):
        for service in SERVICES.values():
            for needed, how in service.get("depends_on", {}).items():
                assert needed in SERVICES
                if how["condition"] == "service_healthy" and "build" not in SERVICES[needed]:
                    assert "test" in SERVICES[needed]["healthcheck"]

    def test_declares_every_volume_that_it_mounts(self):
        mounted = {
            volume.partition(":")[0]
            for service in SERVICES.values()
            for volume in service.get("volumes", [])
        }
        assert mounted == set(COMPOSE["volumes"])

    def test_opens_nothing_but_nginx_to_the_outside(self):
        ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
        assert ports.pop("nginx") == ["${HTTP_PORT:-8080}:8080"]
        assert all(port.startswith("127.0.0.1:") for each in ports.values() for port in each)


def filled(value: str, secrets: dict[str, str]) -> str:
    """`value` as compose fills it: what is set, else the default after :-."""
    pattern = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")
    return pattern.sub(lambda found: secrets.get(found[1], found[2] or ""), value)


class TestImages:
    def test_build_the_targets_that_compose_names(self):
        stages = set(re.findall(r"^FROM \S+ AS (\S+)", DOCKERFILE, re.M))
        for service in SERVICES.values():
            if "build" in service:
                assert service["build"]["target"] in stages
                assert (config.ROOT / service["build"]["dockerfile"]).is_file()

    def test_copy_only_what_is_there_and_not_ignored(self):
        ignored = (config.ROOT / ".dockerignore").read_text().splitlines()
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M):
            for source in line.split()[:-1]:
                assert (config.ROOT / source).exists()
                assert f"!{source}" in ignored

    def test_run_as_somebody_who_may_nothing(self):
        for stage in re.split(r"^FROM ", DOCKERFILE, flags=re.M)[2:]:
            assert re.search(r"^USER (?!root)", stage, re.M)


class TestNginxConf:
    def test_keeps_every_public_page_and_nothing_else(self, app):
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            if "GET" not in rule.methods or rule.endpoint == "static":
                continue
            expected = "page" if getattr(view, "is_public", False) else "other"
            if rule.endpoint == "media.picture":
                expected = "picture"
            if rule.rule in LOCKED_LIKE_PAGES:
                expected = "page"
            assert kind_of(example(rule)) == expected, rule

    def test_heeds_every_parameter_that_a_public_page_reads(self):
        pattern = re.search(r'"~\(\?:\^\|&\)\(\?:([\w|]+)\)', NGINX)
        shop = config.ROOT / "shop"
        sources = [shop / "web.py", *(shop / "catalog").glob("*.py")]
        reads = re.compile(r'args\.(?:get|getlist)\(\s*"(\w+)"')
        read = {name for path in sources for name in reads.findall(path.read_text())}
        assert read
        assert read <= set(pattern[1].split("|"))

    def test_passes_by_whoever_the_shop_takes_for_somebody(self):
        block = re.search(r'map "([^"]+)" \$has_cookies', NGINX)
        assert set(re.findall(r"\$cookie_(\w+)", block[1])) == set(headers.OWN_COOKIES)

    def test_refuses_a_place_that_is_not_written(self):
        with pytest.raises(PlaceMissing, match="listen 8080"):
            front.placed("  listen 8080;  # place\n", {})
        with pytest.raises(PlaceMissing, match="/srv/elsewhere"):
            front.placed("  listen 8080;\n", {"/srv/elsewhere": "/"})
        assert front.placed("listen 8080;  # place\n", {"8080": "1"}) == "listen 1;\n"


def test_scale_says_what_is_missing_and_how_to_get_it(monkeypatch):
    monkeypatch.setattr(programs.shutil, "which", lambda *_name, **_path: None)
    with pytest.raises(programs.ProgramMissing, match="apt install nginx-light"):
        programs.check()
