"""Drawing leaves nothing on disk and asks nobody: the spool of the city is the resident's hand."""

import os
import subprocess
import sys
from pathlib import Path

from portico.cards.drawing import render

ROOT = Path(__file__).resolve().parents[4]

# Python's own opens are watched by an audit hook; a file size limit of zero stops the native code as well: the first
# byte written to any regular file ends the process. Standard output is a pipe and so stays free.
PROGRAM = """
import resource, sys
from tests.portico.cards.drawing.faces import REVOCATION_CODE, code_text, face
from portico.cards.drawing import Layout, draw_card, draw_slip

seen = []
def watch(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        seen.append(str(args[0]))
    if event in ("tempfile.mkstemp", "tempfile.mkdtemp") or event.startswith(("socket.", "subprocess.", "urllib.")):
        seen.append(event)
sys.addaudithook(watch)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

sizes = [len(draw_card(face(), layout)) for layout in Layout]
sizes.append(len(draw_slip(face(), code_text(seed=8), REVOCATION_CODE, Layout.A4)))
try:
    with open(sys.argv[1], "wb") as probe:
        probe.write(b"x")
    caught = False
except OSError:
    caught = True
print(caught, seen, min(sizes) > 10_000)
"""


def test_nothing_is_written_and_nobody_is_asked(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    probe = tmp_path / "probe"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(probe)],
        cwd=home, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    # The probe proves that both watches were awake: its open is the one that was seen.
    assert done.stdout.split("\n")[0] == f"True {[str(probe)]!r} True", done.stderr
    assert list(home.iterdir()) == list(temporary.iterdir()) == []


def test_no_template_asks_for_a_package() -> None:
    templates = list(render.TEMPLATES.glob("*.typ"))
    assert len(templates) == 5
    assert not any(b"@preview" in file.read_bytes() or b"http" in file.read_bytes() for file in templates)
