"""What a first visit weighs, measured over HTTP from the server a city runs: 50 KB at most, all from one host."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings

BUDGET = 50_000
PATHS = ("en/", "fr/", "ar/", "en/ready/", "fr/ready/", "ar/ready/", "en/card/", "en/privacy/")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _served(home: Path, city: str) -> Iterator[str]:
    """The site as a city serves it: hashed and compressed files, gunicorn, no debugging."""
    port, root = _free_port(), Path(settings.BASE_DIR)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portico.settings",
        "PORTICO_HOME": str(home),
        "PORTICO_CITY": str(root / "cities" / city),
        "PORTICO_TLS": "0",
        "PORTICO_SECRET_KEY": "a secret for tests only " * 3,
    }
    environment.pop("DATABASE_URL", None)
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=root, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    server = subprocess.Popen([*command, "--log-level=error", "portico.wsgi"], cwd=root, env=environment)
    try:
        yield _awaited(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _awaited(address: str, server: "subprocess.Popen[bytes]") -> str:
    for _ in range(150):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urlopen(f"{address}/en/"):
                return address
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="module", params=["lantern-bay", "new-york"])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from _served(tmp_path_factory.mktemp(request.param), request.param)


def test_a_first_visit_is_light_and_from_one_host(city: str, page_factory: Callable[..., Any]) -> None:
    weights = {}
    for path in PATHS:
        page = page_factory()
        responses: list[Any] = []
        page.on("response", lambda response, seen=responses: seen.append(response))
        answer = page.goto(f"{city}/{path}", wait_until="networkidle")
        if answer.status == 404:  # a language this city does not offer
            continue
        assert all(response.url.startswith(f"{city}/") for response in responses)
        assert all(response.ok for response in responses)
        assert not [response for response in responses if response.header_value("set-cookie")]
        sizes = [response.request.sizes() for response in responses]
        weights[path] = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    print(weights)
    assert len(weights) >= 4
    assert max(weights.values()) <= BUDGET, weights
