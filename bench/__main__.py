"""`make bench`: every part in one run, as ratios against a peer or a limit measured in the same run.

`PART=card|issue|drawing|verifier` runs one part. `SIZE=full` runs the sizes that are too long for every day;
parts that have no larger size say so. Figures are of this machine, in this run: read the ratios.
"""

import argparse
import importlib
import os
import platform
import shutil
import sys

PARTS = {
    "card": "verify a card, against raw P-256 and against a peer",
    "issue": "issue one card through the desk's own action, and where the time goes",
    "drawing": "draw the card's PDF",
    "verifier": "from camera frame to verdict in Chromium",
}
FULL_SIZE_NEEDS_BYTES = 2 * 1024**3


def main() -> int:
    """Run the parts one after another; exit status 1 when one fails."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--part", choices=sorted(PARTS))
    parser.add_argument("--size", choices=["small", "full"], default="small")
    options = parser.parse_args()
    if options.size == "full" and shutil.disk_usage(".").free < FULL_SIZE_NEEDS_BYTES:
        sys.exit("SIZE=full needs 2 GB of free disk")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    failed = False
    for part, words in PARTS.items():
        if options.part in (None, part):
            print(f"\n== {part}: {words}", flush=True)
            failed |= bool(importlib.import_module(f"bench.{part}").main([]))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
