"""A small city for the verifier's tests: keys and lists made with citycard, served by a tiny local server."""

import json
import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from PIL import Image, ImageDraw

from citycard import status, trust
from citycard.claims import Claims
from citycard.issuing import issue
from citycard.payload import Kind, StatusReference
from citycard.signer import Signer, SoftwareSigner
from tests import resident

ISSUER = "https://lanternbay.example"
STATUS_URI = f"{ISSUER}/lists/status.cwt"
INDEX = 42_193
DAY = timedelta(days=1)

SETTINGS: dict[str, Any] = {
    "city": {"name": {"en": "Lantern Bay", "fr": "Baie-des-Lanternes", "ar": "خليج الفوانيس"}},
    "issuer": ISSUER,
    "profiles": [
        {
            "id": "library",
            "name": {"en": "Library desk", "fr": "Comptoir de la bibliothèque", "ar": "مكتب المكتبة"},
            "shows": ["photo", "name", "valid"],
            "do_not_ask": {
                "en": ["Status or nationality", "Why someone has this card", "Any other paper"],
                "fr": ["Le statut ou la nationalité", "Pourquoi une personne a cette carte", "Un autre papier"],
                "ar": ["الوضع القانوني أو الجنسية", "سبب حمل هذه البطاقة", "أي ورقة أخرى"],
            },
        },
        {
            "id": "clinic",
            "name": {"en": "Clinic", "fr": "Clinique"},
            "shows": ["photo", "name", "valid", "birth_date", "address", "gender", "expires", "number"],
            "do_not_ask": {"en": ["Status or nationality"], "fr": ["Le statut ou la nationalité"]},
        },
        {"id": "evening", "name": {"en": "Evening event", "fr": "Soirée"}, "shows": ["over_18", "name"]},
    ],
    "amber_after_hours": 24,
    "red_after_hours": 168,
    "report": {"phone": "311"},
}


def settings_bytes(settings: dict[str, Any]) -> bytes:
    return json.dumps(settings).encode()


def portrait() -> bytes:
    """A drawn face, 26:33, with colours that a test can find again."""
    image = Image.new("RGB", (260, 330), (150, 184, 190))
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 235, 230, 480), fill=(112, 52, 90))
    draw.rectangle((108, 190, 152, 260), fill=(160, 106, 74))
    draw.ellipse((66, 40, 194, 170), fill=(40, 28, 26))
    draw.ellipse((78, 62, 182, 222), fill=(176, 120, 84))
    for x in (106, 154):
        draw.ellipse((x - 8, 128, x + 8, 142), fill=(255, 255, 255))
        draw.ellipse((x - 4, 130, x + 4, 140), fill=(40, 28, 26))
    draw.arc((108, 150, 152, 192), 20, 160, fill=(120, 40, 40), width=6)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class SmallCity:
    """A city's keys, and what it signs with them."""

    def __init__(self) -> None:
        self.root, self.signer, self.stranger = (SoftwareSigner.generate() for _ in range(3))
        self.now = datetime.now(UTC)
        # Keys that have been in force for years, so that old cards and old lists can be made.
        period = (self.now - 2000 * DAY, self.now + 2000 * DAY)
        key = trust.Key(self.signer.public_key, *period)
        self.cities = (trust.City(ISSUER, {"en": "Lantern Bay", "fr": "Baie-des-Lanternes"}, STATUS_URI, (key,)),)

    def card(
        self,
        *,
        expires: date | None = None,
        issuer: str = ISSUER,
        kind: Kind = Kind.CARD,
        signer: Signer | None = None,
        birth_date: date = resident.BIRTH_DATE,
        index: int = INDEX,
    ) -> str:
        claims = Claims(
            name=resident.NAME,
            birth_date=birth_date,
            expires=expires or (self.now + 700 * DAY).date(),
            gender="X",
            address=resident.ADDRESS,
        )
        reference = StatusReference(index, STATUS_URI)
        return issue(claims, portrait(), issuer=issuer, status=reference, signer=signer or self.signer, kind=kind)

    def trust_list(self, *, age: timedelta = DAY, root: SoftwareSigner | None = None) -> bytes:
        issued = self.now - age
        return trust.TrustList("Lantern Bay root", self.cities).sign(root or self.root, issued, issued + 90 * DAY)

    def status_list(
        self,
        *,
        age: timedelta = timedelta(hours=1),
        revoked: Iterable[int] = (),
        signer: SoftwareSigner | None = None,
    ) -> bytes:
        issued = self.now - age
        return status.sign(
            131_072,
            revoked,
            uri=STATUS_URI,
            issuer=ISSUER,
            signer=signer or self.signer,
            issued_at=issued,
            expires_at=issued + 60 * DAY,
            ttl=3600,
        )


class ListServer:
    """Serves /lists/* as the city's site would, and takes the counts of desks."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.counts: list[dict[str, Any]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _handler(site: ListServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self, code: int, body: bytes = b"") -> None:
            self.send_response(code)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "content-type")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_OPTIONS(self) -> None:
            self.answer(204)

        def do_GET(self) -> None:
            body = site.files.get(self.path.removeprefix("/lists/"))
            self.answer(404) if body is None else self.answer(200, body)

        def do_POST(self) -> None:
            site.counts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.answer(204)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


class _ThreadingWSGIServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Host:
    """Hosts a WSGI application on a local port; it can be stopped to see what works without it."""

    def __init__(self, application: Any, port: int = 0) -> None:
        self.server = make_server("127.0.0.1", port, application, _ThreadingWSGIServer, _QuietHandler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
