"""The demo's own parts, and a real run over TLS as a phone would reach it."""

import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from deploy import demo

ROOT = Path(__file__).resolve().parents[2]


def test_the_code_in_the_terminal_can_be_scanned():
    lines = demo.terminal_code("https://192.0.2.7:8001/").splitlines()
    cells = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    picture = Image.new("L", (len(lines[0]), 2 * len(lines)), 255)
    for y, line in enumerate(lines):
        for x, glyph in enumerate(line):
            for half, level in enumerate(cells[glyph]):
                picture.putpixel((x, 2 * y + half), level)
    enlarged = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    [found] = zxingcpp.read_barcodes(enlarged)
    assert found.text == "https://192.0.2.7:8001/"


def test_a_taken_port_is_passed_over():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        assert demo.free_port(taken, "127.0.0.1") > taken


def test_the_certificate_is_kept_and_its_key_is_private(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "HOME", tmp_path)
    certificate, key = demo.certificate("127.0.0.1")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = certificate.read_bytes()
    assert demo.certificate("127.0.0.1")[0].read_bytes() == before


def test_reset_forgets_the_data(tmp_path):
    home = tmp_path / "home"
    (home / "keys").mkdir(parents=True)
    environment = {**os.environ, "PORTICO_DEMO_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "deploy.demo", "--reset"], cwd=ROOT, env=environment, check=True)
    assert not home.exists()


@pytest.mark.xdist_group("demo")
def test_a_phone_on_the_network_reaches_both_over_tls(tmp_path):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PORTICO_", "DJANGO_", "DATABASE_"))}
    environment = kept | {"PORTICO_DEMO_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    output = tmp_path / "output.txt"
    with output.open("wb") as file:
        command = [sys.executable, "-m", "deploy.demo", "--lan", "--port", "8460"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
    try:
        for _ in range(300):
            if "Ctrl-C" in output.read_text() or process.poll() is not None:
                break
            time.sleep(0.2)
        said = output.read_text()
        assert "▄" in said, said
        [site] = [line.split()[-1] for line in said.splitlines() if "Residents " in line]
        [verifier] = [line.split()[-1] for line in said.splitlines() if "Service desks" in line]
        assert site.startswith("https://")
        [certificate] = tmp_path.glob("tls-*.pem")
        trusted = ssl.create_default_context(cafile=str(certificate))
        for address in (f"{site}en/ready/", f"{site}lists/status.cwt", verifier):
            with urllib.request.urlopen(address, context=trusted, timeout=20) as answer:
                assert answer.status == 200
                assert answer.headers["Content-Security-Policy"] or "lists" in address
        with urllib.request.urlopen(f"{site}staff/sign-in/", context=trusted, timeout=20) as answer:
            assert "Secure" in answer.headers["Set-Cookie"]
            assert "max-age" in answer.headers["Strict-Transport-Security"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
