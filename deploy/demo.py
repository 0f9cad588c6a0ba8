"""`make demo`: the demo city on this machine, the site and the verifier each on its own port.

Data stays in `var/demo` between runs; `--reset` forgets it. `--lan` serves over TLS on this machine's network
address and prints a QR code of the verifier's address, because a phone opens its camera only for such a page.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import FrameType

from deploy.verifier import build

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("PORTICO_DEMO_HOME", ROOT / "var" / "demo"))
BIN = Path(sys.executable).parent
START_SECONDS = 60


def network_address() -> str:
    """This machine's address on its own network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737); a datagram socket sends nothing
        address: str = probe.getsockname()[0]
        return address


def free_port(wanted: int, host: str) -> int:
    """The wanted port, or the next one that is free."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"no free port between {wanted} and {wanted + 49}")


def certificate(host: str) -> tuple[Path, Path]:
    """A certificate of this demo's own for one address, kept with its data; a browser asks once to accept it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    certificate_path, key_path = HOME / f"tls-{host}.pem", HOME / f"tls-{host}.key"
    if certificate_path.exists():
        return certificate_path, key_path
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Portico demo")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    descriptor = os.open(key_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    certificate_path.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    return certificate_path, key_path


def terminal_code(text: str) -> str:
    """A QR code for a dark or light terminal: two modules a character, light on dark."""
    import zxingcpp

    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=1, add_quiet_zones=True)
    rows = [[level == 0 for level in row] for row in memoryview(drawn).tolist()]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    glyphs = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    lines = ("".join(glyphs[pair] for pair in zip(*rows[y : y + 2], strict=True)) for y in range(0, len(rows), 2))
    return "\n".join(lines)


def run(command: list[str | Path], environment: dict[str, str]) -> str:
    """Run a preparing command and return what it printed; shown only when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\nThe demo could not be prepared.")
    return done.stdout


def wait_until_up(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers. Raises SystemExit when it ends or stays silent."""
    import ssl

    context = ssl._create_unverified_context()  # our own certificate, on our own machine
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("The demo's server ended while starting.")
        try:
            urllib.request.urlopen(address, timeout=2, context=context).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} did not answer within {START_SECONDS} seconds.")


def gunicorn(application: str, host: str, port: int, tls: tuple[Path, Path] | None) -> list[str | Path]:
    """The command line of one server: no access log, no control socket, workers that share memory."""
    command: list[str | Path] = [BIN / "gunicorn", application, "--bind", f"{host}:{port}", "--preload"]
    command += ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error"]
    command += ["--access-logfile", "/dev/null", "--timeout", "60", "--graceful-timeout", "5"]
    if tls:
        command += ["--certfile", tls[0], "--keyfile", tls[1]]
    return command


def prepare(site: str, verifier: str, *, tls: bool, hosts: str) -> tuple[dict[str, str], str]:
    """Database, keys, staff, static files and the built verifier; returns the servers' environment and the sign-ins."""
    HOME.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "PORTICO_HOME": str(HOME),
        "PORTICO_DEMO": "1",
        "PORTICO_TLS": "1" if tls else "0",
        "PORTICO_HOSTS": hosts,
        "PORTICO_VERIFIER": verifier,
        "DATABASE_URL": f"sqlite:///{HOME / 'portico.sqlite3'}",
    }
    portico = BIN / "portico"
    run([portico, "migrate", "--no-input"], environment)
    run([portico, "keys", "prepare"], environment)
    sign_ins = run([portico, "demo-staff"], environment).rstrip()
    run([portico, "collectstatic", "--no-input"], environment)
    root_key = run([portico, "keys", "show-root"], environment).strip()
    build(HOME / "verifier", site, root_key)
    return environment, sign_ins


def announce(site: str, verifier: str, sign_ins: str, *, lan: bool) -> None:
    """Say where everything is."""
    print(f"\n  Lantern Bay, a demonstration city\n\n  Residents      {site}/\n  Staff          {site}/staff/")
    print(f"  Service desks  {verifier}/\n\n{sign_ins}")
    if lan:
        print("\n  On a phone: open the residents' address first and accept its certificate, then scan this:\n")
        print(terminal_code(f"{verifier}/"))
    print("\n  Ctrl-C stops it; the data stays until `make demo-reset`.\n", flush=True)


def main() -> None:
    """Start both servers and wait for Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lan", action="store_true", help="serve over TLS on this machine's network address")
    parser.add_argument("--reset", action="store_true", help="forget the demo's data")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    if options.reset:
        shutil.rmtree(HOME, ignore_errors=True)
        print("The demo's data is gone; `make demo` starts over.")
        return
    host = network_address() if options.lan else "127.0.0.1"
    HOME.mkdir(parents=True, exist_ok=True)
    tls = certificate(host) if options.lan else None
    site_port = free_port(options.port, host)
    verifier_port = free_port(site_port + 1, host)
    scheme = "https" if tls else "http"
    # A phone and this machine must name the site alike; "localhost" and 127.0.0.1 are two origins to a browser.
    site, verifier = f"{scheme}://{host}:{site_port}", f"{scheme}://{host}:{verifier_port}"
    environment, sign_ins = prepare(site, verifier, tls=tls is not None, hosts=f"{host},localhost")
    servers = [
        subprocess.Popen(gunicorn("portico.wsgi", host, site_port, tls), cwd=ROOT, env=environment),
        subprocess.Popen(
            gunicorn("deploy.verifier:application", host, verifier_port, tls),
            cwd=ROOT,
            env={**environment, "PORTICO_VERIFIER_ROOT": str(HOME / "verifier")},
        ),
    ]

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        wait_until_up(f"{site}/en/", servers[0])
        wait_until_up(f"{verifier}/", servers[1])
        announce(site, verifier, sign_ins, lan=options.lan)
        while all(server.poll() is None for server in servers):
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping.")
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(15)


if __name__ == "__main__":
    main()
