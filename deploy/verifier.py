"""Builds the verifier into a folder of plain files, and hosts such a folder with strict headers.

    python -m deploy.verifier build OUT --site https://cards.city.example --root BASE64URL
    PORTICO_VERIFIER_ROOT=OUT gunicorn deploy.verifier:application

The folder needs no server of ours: any web server can host it that sends the headers of `headers()`.
"""

import argparse
import base64
import binascii
import gzip
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image, ImageDraw
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from wsgiref.headers import Headers
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "verifier"
TOKENS = ROOT / "portico/website/static/website/tokens.css"
ZXING = ROOT / "node_modules/zxing-wasm/dist"
OWN_FILES = ("index.html", "app.js", "reader.js", "sw.js", "verifier.css", "manifest.webmanifest", "icon.svg")
OWN_FOLDERS = ("app", "lib")
# The published library refers to these places; only its reader and the code that all its parts share are needed.
VENDOR_FILES = {
    "es/reader/index.js": "vendor/zxing-wasm/reader/index.js",
    "es/share.js": "vendor/zxing-wasm/share.js",
    "reader/zxing_reader.wasm": "vendor/zxing-wasm/zxing_reader.wasm",
}
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
}
# Everything a page could ask of a device; the verifier asks for its camera and for nothing else.
DENIED_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "clipboard-read", "clipboard-write",
    "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
    "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial",
    "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
VERSION_MARK = re.compile(r'(<meta name="version" content=")[0-9a-f]*(">)')
DUSK, STONE, LAMP = (11, 59, 59), (249, 239, 220), (231, 169, 59)


class BuildError(ValueError):
    """Something the build needs is missing or wrong; the message says what to do."""


class Built(NamedTuple):
    """What a build produced: its version, its number of files, and bytes on disk and as transferred."""

    version: str
    files: int
    raw_bytes: int
    transferred_bytes: int


def build(out_dir: Path, site_url: str, root_public_key: ec.EllipticCurvePublicKey | bytes | str) -> Built:
    """Write the verifier of one city into `out_dir`, which is replaced; raises BuildError.

    `site_url` is the origin of the city's site, where its lists are; `root_public_key` is the P-256 key that signs
    its trust list: as a key, as the 64 bytes x || y, or as these in base64url.
    """
    config = {"site": origin(site_url), "root": base64url(point(root_public_key))}
    _check_inputs()
    if out_dir.exists():
        shutil.rmtree(out_dir)
    out_dir.mkdir(parents=True)
    _copy(out_dir)
    _draw_icons(out_dir)
    (out_dir / "config.json").write_text(json.dumps(config) + "\n")
    return seal(out_dir)


def seal(out_dir: Path) -> Built:
    """Write the hashes of all files for the service worker, and the compressed variants: the last step of a build."""
    for path in out_dir.rglob("*.gz"):
        path.unlink()
    (out_dir / "precache.js").unlink(missing_ok=True)
    version = _stamp(out_dir)
    _write_precache(out_dir, version)
    return _compress(out_dir, version)


def origin(url: str) -> str:
    """Return scheme, host and port of a URL that has nothing else; raises BuildError."""
    parts = urlsplit(url.rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query or parts.fragment:
        raise BuildError(f"the site's address must be like https://cards.city.example, not {url!r}")
    if parts.username or any(letter in url for letter in " ;,'\""):
        raise BuildError("the site's address has characters that an address does not have")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def point(key: ec.EllipticCurvePublicKey | bytes | str) -> bytes:
    """Return a P-256 public key as its 64 bytes x || y; raises BuildError."""
    if isinstance(key, str):
        try:
            key = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        except (binascii.Error, ValueError) as error:
            raise BuildError("the root key is not base64url") from error
    if isinstance(key, bytes):
        if len(key) != 64:
            raise BuildError("the root key must be 64 bytes: x and y of a P-256 key")
        return key
    if not isinstance(key.curve, ec.SECP256R1):
        raise BuildError("the root key must be a P-256 key")
    numbers = key.public_numbers()
    return numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


def base64url(data: bytes) -> str:
    """Return bytes in base64url without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _check_inputs() -> None:
    if not ZXING.exists():
        raise BuildError("node_modules is missing: run `make setup` first")
    if not TOKENS.exists():
        raise BuildError(f"{TOKENS.relative_to(ROOT)} is missing: the verifier wears the site's colours")


def _copy(out_dir: Path) -> None:
    for name in OWN_FILES:
        shutil.copyfile(SOURCE / name, out_dir / name)
    for folder in OWN_FOLDERS:
        shutil.copytree(SOURCE / folder, out_dir / folder, ignore=shutil.ignore_patterns("*.md"))
    shutil.copyfile(TOKENS, out_dir / "tokens.css")
    for source, target in VENDOR_FILES.items():
        (out_dir / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ZXING / source, out_dir / target)


def _draw_icons(out_dir: Path) -> None:
    """Draw the mark as PNG for devices that take no SVG; a maskable icon keeps clear of its corners."""
    for name, size, margin in (("180", 180, 0.0), ("192", 192, 0.0), ("512", 512, 0.0), ("maskable-512", 512, 0.12)):
        icon(size, margin).save(out_dir / f"icon-{name}.png", optimize=True)


def icon(size: int, margin: float) -> Image.Image:
    """Return the mark, three arches with the middle one lit, on a square of `size` pixels."""
    fine = size * 4  # drawn large and made smaller, because Pillow does not smooth edges
    image = Image.new("RGB", (fine, fine), DUSK)
    draw = ImageDraw.Draw(image)
    scale = fine * (1 - 2 * margin) / 64
    offset = fine * margin

    def arch(left: float, width: float, top: float, fill: tuple[int, int, int] | None) -> None:
        stroke = 2.5
        for inset, colour in ((0.0, STONE), (stroke, fill or DUSK)):
            x0, x1 = (offset + (left + inset) * scale, offset + (left + width - inset) * scale)
            y0 = offset + (top + inset) * scale
            draw.ellipse((x0, y0, x1, y0 + (x1 - x0)), fill=colour)
            draw.rectangle((x0, y0 + (x1 - x0) / 2, x1, offset + 50 * scale), fill=colour)

    arch(7.25, 14.5, 22.75, None)
    arch(22.75, 18.5, 17.75, LAMP)
    arch(42.25, 14.5, 22.75, None)
    draw.rectangle((offset + 4 * scale, offset + 49 * scale, offset + 60 * scale, offset + 51.5 * scale), fill=STONE)
    return image.resize((size, size), Image.Resampling.LANCZOS).quantize(64)


def _stamp(out_dir: Path) -> str:
    """Write the version, a hash over every file, into the page, so that a page knows which version it is of."""
    page = out_dir / "index.html"
    page.write_text(VERSION_MARK.sub(r"\1\2", page.read_text()))
    everything = hashlib.sha256()
    for path in sorted(path for path in out_dir.rglob("*") if path.is_file()):
        everything.update(path.relative_to(out_dir).as_posix().encode() + b"\0" + path.read_bytes())
    version = everything.hexdigest()[:16]
    page.write_text(VERSION_MARK.sub(rf"\g<1>{version}\2", page.read_text()))
    return version


def _write_precache(out_dir: Path, version: str) -> None:
    """Write the list of files with their hashes for the service worker."""
    files = {}
    for path in sorted(out_dir.rglob("*")):
        name = path.relative_to(out_dir).as_posix()
        if path.is_file() and name != "sw.js":
            digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
            files["./" if name == "index.html" else name] = f"sha256-{digest}"
    listed = json.dumps(files, indent=1)
    (out_dir / "precache.js").write_text(f'self.PRECACHE = {{ "version": "{version}", "files": {listed} }};\n')


def _compress(out_dir: Path, version: str) -> Built:
    """Write .gz beside every file that becomes smaller; the host sends those to browsers that take them."""
    count = raw = transferred = 0
    for path in [path for path in out_dir.rglob("*") if path.is_file()]:
        data = path.read_bytes()
        packed = gzip.compress(data, 9, mtime=0)
        smaller = len(packed) < 0.95 * len(data)
        if smaller:
            path.with_name(path.name + ".gz").write_bytes(packed)
        count, raw = count + 1, raw + len(data)
        transferred += len(packed) if smaller else len(data)
    return Built(version, count, raw, transferred)


def headers(site: str) -> dict[str, str]:
    """Return the headers every answer of the verifier's host carries; `site` is the origin of the city's site."""
    policy = (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
        f"connect-src 'self' {site}; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Permissions-Policy": ", ".join(["camera=(self)", *(f"{name}=()" for name in DENIED_FEATURES)]),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def host(folder: Path) -> "WSGIApplication":
    """Return a WSGI application that hosts a built folder; raises BuildError if it is none."""
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text())
        always = headers(origin(config["site"]))
    except (OSError, ValueError, KeyError) as error:
        raise BuildError(f"{folder} is no built verifier: run `python -m deploy.verifier build` first") from error

    def not_found(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "10"), *always.items()])
        return [b"Not found\n"]

    def add(sent: "Headers", path: str, url: str) -> None:
        for name, value in always.items():
            sent[name] = value

    hosted: WSGIApplication = WhiteNoise(
        not_found,
        root=str(folder),
        index_file=True,
        max_age=0,  # the service worker keeps the files; the network is only asked whether there are newer ones
        allow_all_origins=False,
        mimetypes=MEDIA_TYPES,
        add_headers_function=add,
    )
    return hosted


@cache
def _hosted(folder: str) -> "WSGIApplication":
    return host(Path(folder))


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Host the built folder that PORTICO_VERIFIER_ROOT names (WSGI, PEP 3333)."""
    return _hosted(os.environ["PORTICO_VERIFIER_ROOT"])(environ, start_response)


def _build_command(options: argparse.Namespace) -> str:
    built = build(options.out, options.site, options.root)
    kilobytes = built.transferred_bytes / 1000
    return f"{built.files} files, version {built.version}, {kilobytes:.0f} kB as transferred, in {options.out}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; exit status 0 only for success, one clear line on stderr otherwise."""
    parser = argparse.ArgumentParser(prog="python -m deploy.verifier", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("build", help="write the verifier of one city into a folder")
    command.add_argument("out", type=Path, help="the folder; it is replaced")
    command.add_argument("--site", required=True, help="origin of the city's site, where its lists are")
    command.add_argument("--root", required=True, help="root public key: base64url of the 64 bytes x || y")
    options = parser.parse_args(arguments)
    try:
        sys.stdout.write(_build_command(options) + "\n")
    except BuildError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
