"""After the demo has issued a card, nothing on any disk contains the resident: not the database, logs, temporary
folders, nor the desk browser's profile, even when the browser is killed in the middle of a visit."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portico.accounts.management.commands.demo_staff import DEMO_STAFF, PASSWORD
from tests import resident
from tests.conftest import BROWSER_ARGUMENTS
from tests.journeys import visit
from tools.browsers import chromium

pytestmark = pytest.mark.xdist_group("journey")
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: Chromium puts a socket in it, whose path may have 107 characters at most."""
    made = Path(tempfile.mkdtemp(prefix="demo-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def demo(folder: Path) -> Iterator[tuple[str, Path]]:
    """A real demo, all of its files in one folder: home, temporary files, what it printed."""
    (folder / "tmp").mkdir()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PORTICO_", "DJANGO_", "DATABASE_"))},
        "PORTICO_DEMO_HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONUNBUFFERED": "1",
    }
    port = free_port()
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.demo", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        said = ""
        for _ in range(300):
            said = (folder / "output.txt").read_text()
            if "Ctrl-C" in said:
                break
            assert process.poll() is None, said
            time.sleep(0.2)
        [site] = [line.split()[-1].removesuffix("/") for line in said.splitlines() if "Residents" in line]
        yield site, folder
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


class DeskComputer:
    """A Chromium with a profile on disk, started as a staff member's would be; it can be killed."""

    def __init__(self, profile: Path, scratch: Path, chromium_type: Any) -> None:
        (profile / "DevToolsActivePort").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [chromium(), *BROWSER_ARGUMENTS, "--headless=new", "--remote-debugging-port=0",
             f"--user-data-dir={profile}", "about:blank"],
            env={**os.environ, "TMPDIR": str(scratch), "HOME": str(scratch)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(200):
            if (profile / "DevToolsActivePort").exists() and (profile / "DevToolsActivePort").read_text():
                break
            time.sleep(0.1)
        port = (profile / "DevToolsActivePort").read_text().splitlines()[0]
        self.browser = chromium_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.page = self.browser.contexts[0].pages[0]

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait(10)

    def close(self) -> None:
        """Close the browser as a person does."""
        self.process.terminate()
        self.process.wait(20)


def traces(folder: Path) -> dict[str, list[str]]:
    """Every file under a folder that holds the resident, in any of the forms the scanner knows."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        if alarms := resident.found_in(path.name.encode() + b"\n" + path.read_bytes()):
            found[str(path.relative_to(folder))] = alarms
    return found


def type_everything(page: Any, site: str) -> None:
    """A visit up to what the resident reads, and long enough for the browser to save what it likes to save."""
    visit.open_desk(page, site)
    visit.proofs(page)
    visit.claims(page)
    visit.photo(page)
    page.wait_for_timeout(1500)


def test_nothing_of_the_resident_is_left_anywhere(demo: tuple[str, Path], browser: Any) -> None:
    site, folder = demo
    profile, scratch = folder / "profile", folder / "scratch"
    profile.mkdir()
    scratch.mkdir()
    killed = DeskComputer(profile, scratch, browser.browser_type)
    visit.sign_in(killed.page, site, DEMO_STAFF[0][0], PASSWORD)
    type_everything(killed.page, site)
    assert killed.page.evaluate("sessionStorage.getItem('portico-desk')") is not None
    killed.kill()
    assert traces(folder) == {}, "after the plug was pulled in the middle of a visit"

    desk = DeskComputer(profile, scratch, browser.browser_type)
    visit.sign_in(desk.page, site, DEMO_STAFF[0][0], PASSWORD)
    type_everything(desk.page, site)
    desk.page.reload()
    desk.page.wait_for_selector("#desk[data-ready]")
    assert resident.NAME in desk.page.inner_text("#preview"), "a reload loses nothing"
    desk.page.click("#step-read [data-go=print]")
    desk.page.check("#slip")
    visit.issue(desk.page)
    desk.page.wait_for_timeout(2500)
    assert desk.page.evaluate("sessionStorage.getItem('portico-desk')") is None
    assert traces(folder) == {}, "while the card is on the screen"
    desk.page.click("#issued [data-next-resident]")
    desk.page.wait_for_timeout(500)
    desk.close()
    assert traces(folder) == {}, "after the visit"


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    """A search that cannot find would pass every time: plant the resident in each form and find her."""
    import base64
    import zlib

    name = resident.NAME
    planted = {
        "plain.txt": f"issued to {name}".encode(),
        "wide.bin": name.encode("utf-16-le"),
        "upper.txt": name.upper().encode(),
        "base64.txt": base64.b64encode(b"xy" + f'{{"name": "{name}"}}'.encode()),
        "deflated.bin": b"\x00\x01head" + zlib.compress(f"x {resident.ADDRESS} y".encode()) + b"tail",
        "date.log": b"born 1987-04-23",
        "harmless.txt": b"Lantern Bay",
        "Quillfeather.tmp": b"",
    }
    for file, data in planted.items():
        (tmp_path / file).write_bytes(data)
    assert set(traces(tmp_path)) == set(planted) - {"harmless.txt"}
