"""What the build writes and what the host says with every answer."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from deploy import verifier

KEY = ec.generate_private_key(ec.SECP256R1()).public_key()
SITE = "https://cards.lanternbay.example"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("verifier") / "out"
    verifier.build(out, SITE, KEY)
    return out


Get = Callable[..., tuple[str, dict[str, str], bytes]]


@pytest.fixture
def get(folder: Path) -> Get:
    application = verifier.host(folder)

    def ask(path: str, **extra: str) -> tuple[str, dict[str, str], bytes]:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ |= {"PATH_INFO": path, **extra}
        said: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            said.extend([status, dict(headers)])

        parts: Any = application(environ, start)
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()  # as a server does (PEP 3333)
        return said[0], said[1], body

    return ask


def test_everything_is_at_most_one_megabyte_as_transferred(tmp_path: Path) -> None:
    built = verifier.build(tmp_path / "out", SITE, KEY)
    assert built.transferred_bytes <= 1_000_000
    assert built.files > 30


def test_the_root_key_is_pinned_as_x_and_y(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    numbers = KEY.public_numbers()
    x_y = base64.urlsafe_b64decode(config["root"] + "==")
    assert x_y == numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    assert config["site"] == SITE


@pytest.mark.parametrize("site", ["cards.example", "ftp://cards.example", "https://cards.example/x", "https://a;b", ""])
def test_a_site_that_is_no_origin_is_refused(tmp_path: Path, site: str) -> None:
    with pytest.raises(verifier.BuildError):
        verifier.build(tmp_path, site, KEY)


@pytest.mark.parametrize("key", [b"short", "AAAA", "§", ec.generate_private_key(ec.SECP384R1()).public_key()])
def test_a_key_of_another_kind_is_refused(tmp_path: Path, key: Any) -> None:
    with pytest.raises(verifier.BuildError):
        verifier.build(tmp_path, SITE, key)


def test_every_file_is_precached_with_its_hash(folder: Path) -> None:
    listed = json.loads((folder / "precache.js").read_text().removeprefix("self.PRECACHE = ").rstrip(";\n"))["files"]
    for name, integrity in listed.items():
        data = (folder / ("index.html" if name == "./" else name)).read_bytes()
        assert integrity == "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()
    plain = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz"
    }
    assert set(listed) - {"./"} == plain - {"index.html", "sw.js", "precache.js"}


def test_a_changed_file_is_a_new_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = verifier.build(tmp_path / "a", SITE, KEY).version
    assert verifier.build(tmp_path / "b", SITE, KEY).version == first
    assert verifier.build(tmp_path / "c", "https://other.example", KEY).version != first


def test_no_file_of_ours_names_another_host(folder: Path) -> None:
    allowed = {SITE, "http://www.w3.org"}
    for path in folder.rglob("*"):
        if path.suffix in {".js", ".html", ".css", ".json", ".webmanifest", ".svg"} and "vendor" not in path.parts:
            assert set(re.findall(r"https?://[\w.-]+", path.read_text())) <= allowed, path


def test_icons_are_pictures_of_their_size(folder: Path) -> None:
    for icon in json.loads((folder / "manifest.webmanifest").read_text())["icons"]:
        if icon["type"] == "image/png":
            with Image.open(folder / icon["src"]) as image:
                assert "{}x{}".format(*image.size) == icon["sizes"]


@pytest.mark.parametrize("path", ["/", "/app.js", "/reader.js", "/sw.js", "/config.json", "/nothing-here"])
def test_every_answer_carries_the_strict_headers(get: Get, path: str) -> None:
    _, headers, _ = get(path)
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';")
    assert f"connect-src 'self' {SITE};" in policy
    assert "unsafe-inline" not in policy
    assert headers["Permissions-Policy"].startswith("camera=(self), ")
    assert "microphone=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html"),
        ("/lib/verify.js", "text/javascript"),
        ("/vendor/zxing-wasm/zxing_reader.wasm", "application/wasm"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icon.svg", "image/svg+xml"),
    ],
)
def test_media_types(get: Get, path: str, media_type: str) -> None:
    status, headers, _ = get(path)
    assert status == "200 OK"
    assert headers["Content-Type"].split(";")[0] == media_type


def test_the_large_file_comes_compressed(get: Get) -> None:
    _, headers, body = get("/vendor/zxing-wasm/zxing_reader.wasm", HTTP_ACCEPT_ENCODING="gzip, br")
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < 450_000


def test_what_is_not_there_is_not_found(get: Get) -> None:
    assert get("/../config.json")[0] == get("/private")[0] == "404 Not Found"


def test_a_folder_that_was_not_built_is_refused(tmp_path: Path) -> None:
    with pytest.raises(verifier.BuildError):
        verifier.host(tmp_path)


def test_the_command_says_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["build", str(tmp_path / "out"), "--site", SITE, "--root"]
    assert verifier.main([*arguments, "AAAA"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert verifier.main([*arguments, verifier.base64url(verifier.point(KEY))]) == 0
    assert "kB as transferred" in capsys.readouterr().out


def test_the_maskable_icon_keeps_its_corners_clear() -> None:
    image = verifier.icon(64, 0.12).convert("RGB")
    assert image.getpixel((3, 3)) == image.getpixel((60, 60)) == verifier.DUSK
