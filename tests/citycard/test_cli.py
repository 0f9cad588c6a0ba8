"""The command line as an integrator meets it: files in, files out, one line when something is wrong."""

import hashlib
import io
import json
import os
import random
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from citycard import cli, foreign, qr, trust
from citycard.signer import SoftwareSigner
from tests import resident
from tests.citycard import makers

CLAIMS = {"name": "Amina Featherstone", "birth_date": "1990-02-03", "expires": "2029-12-31"}
AT = "2026-12-01T12:00Z"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with keys, claims and a photo."""
    assert run("keygen", "--issuer", makers.ISSUER, "--out", tmp_path / "keys", "--at", AT)[0] == 0
    (tmp_path / "claims.json").write_text(json.dumps(CLAIMS | {"status_index": 42}), "utf-8")
    (tmp_path / "face.png").write_bytes(makers.photo())
    return tmp_path


@pytest.fixture
def card(folder: Path, run: Run) -> Path:
    assert issue(run, folder)[0] == 0
    return folder / "card.txt"


def issue(run: Run, folder: Path, *more: object) -> tuple[int, str, str]:
    return run(
        "issue", "--key", folder / "keys", "--claims", folder / "claims.json", "--photo", folder / "face.png",
        "--out", folder / "card.txt", *more,
    )  # fmt: skip


def verify(run: Run, folder: Path, *inputs: object) -> tuple[int, list[dict[str, Any]], str]:
    trusted = folder / "keys" / "trust-list.cwt"
    status, out, error = run("verify", *inputs, "--trust", trusted, "--at", AT, "--json")
    return status, [json.loads(line) for line in out.splitlines()], error


def failed(result: tuple[int, str, str], *words: str) -> None:
    """Nothing on stdout, one line on stderr with these words in it, and no success."""
    status, out, error = result
    assert status == 2
    assert out == ""
    assert error.startswith("citycard: ")
    assert error.count("\n") == 1
    assert "Traceback" not in error
    for word in words:
        assert word in error


def test_keygen(folder: Path, run: Run) -> None:
    keys = folder / "keys"
    assert {path.name for path in keys.iterdir()} == {"root-key.pem", "issuing-key.pem", "trust-list.cwt", "root.pub"}
    for name in ("root-key.pem", "issuing-key.pem"):
        assert stat.S_IMODE((keys / name).stat().st_mode) == 0o600
    root = SoftwareSigner.from_pem((keys / "root-key.pem").read_bytes())
    listed = trust.read((keys / "trust-list.cwt").read_bytes(), root.public_key)
    assert listed.cities[0].issuer == makers.ISSUER
    assert listed.cities[0].status_list == makers.URI
    assert SoftwareSigner.from_pem((keys / "issuing-key.pem").read_bytes()).kid in listed.cities[0].keys_by_id
    before = {path.name: path.read_bytes() for path in keys.iterdir()}
    failed(run("keygen", "--issuer", makers.ISSUER, "--out", keys), "not overwritten")
    assert before == {path.name: path.read_bytes() for path in keys.iterdir()}


def test_keygen_refuses_a_folder_with_only_one_of_its_files(tmp_path: Path, run: Run) -> None:
    (tmp_path / "root.pub").write_text("")
    failed(run("keygen", "--issuer", makers.ISSUER, "--out", tmp_path), "root.pub")
    assert [path.name for path in tmp_path.iterdir()] == ["root.pub"]


def test_keygen_checks_the_issuer(tmp_path: Path, run: Run) -> None:
    for issuer in ("http://city.example", "city.example", "https://city.example/"):
        failed(run("keygen", "--issuer", issuer, "--out", tmp_path / "keys"), "--issuer")
    assert not (tmp_path / "keys").exists()


def test_keygen_names_and_password(tmp_path: Path, run: Run) -> None:
    password = tmp_path / "password"
    password.write_text("tin lantern\n")
    options = ("--name", "en=Lantern Bay", "--name", "fr=Baie-des-Lanternes", "--password-file", password)
    assert run("keygen", "--issuer", makers.ISSUER, "--out", tmp_path, "--at", AT, *options)[0] == 0
    assert b"ENCRYPTED" in (tmp_path / "issuing-key.pem").read_bytes()
    names = trust.read((tmp_path / "trust-list.cwt").read_bytes()).cities[0].name
    assert names == {"en": "Lantern Bay", "fr": "Baie-des-Lanternes"}
    status = ("status", "--key", tmp_path, "--out", tmp_path / "status.cwt")
    failed(run(*status), "password")
    assert run(*status, "--password-file", password)[0] == 0


def test_issue_draw_verify(card: Path, folder: Path, run: Run) -> None:
    assert len(card.read_text().strip("\n")) <= 1451
    for name in ("code.png", "code.svg"):
        status, out, _ = run("draw", card, "--out", folder / name)
        assert (status, "level M" in out) == (0, True)
    assert (folder / "code.svg").read_text().startswith("<svg")
    status, lines, error = verify(run, folder, card, folder / "code.png")
    assert (status, error) == (0, "")
    assert [line["input"] for line in lines] == [str(card), str(folder / "code.png")]
    for line in lines:
        assert (line["verdict"], line["reason"], line["status"], line["stale"]) == ("valid", "ok", "not_checked", False)
        photo = line["claims"].pop("photo")
        assert line["claims"] == CLAIMS | {"issuer": makers.ISSUER, "number": "0000 0042 69"}
        assert (photo["format"], len(photo["sha256"])) == ("webp", 64)


def test_photo_digest_is_of_the_bytes_in_the_code(card: Path, folder: Path, run: Run) -> None:
    photo = verify(run, folder, card)[1][0]["claims"]["photo"]
    face = foreign.read(card.read_text().strip("\n")).identity["face"][0]["data"]
    assert photo == {"format": "webp", "bytes": len(face), "sha256": hashlib.sha256(face).hexdigest()}


def test_verify_pictures_and_pdf(card: Path, folder: Path, run: Run) -> None:
    code = Image.open(io.BytesIO(qr.png(card.read_text().strip("\n"), 4))).convert("RGB")
    page = Image.new("RGB", (1011, 638), "white")
    page.paste(code, (60, 60))
    page.save(folder / "card.jpg", quality=70)
    page.save(folder / "card.pdf", resolution=300)
    status, lines, _ = verify(run, folder, folder / "card.jpg", folder / "card.pdf")
    assert (status, [line["verdict"] for line in lines]) == (0, ["valid", "valid"])


def test_verify_says_no_in_the_exit_status(card: Path, folder: Path, run: Run) -> None:
    other = folder / "other.txt"
    other.write_text("https://lanternbay.example")
    status, lines, error = verify(run, folder, card, other, folder / "face.png")
    assert status == 1
    assert [(line["verdict"], line["reason"]) for line in lines] == [
        ("valid", "ok"), ("not_a_card", "foreign_code"), ("unreadable", "no_code"),
    ]  # fmt: skip
    assert all("claims" not in line for line in lines[1:])
    assert error == "citycard: 2 of 3 not valid\n"


def test_verify_damaged_pictures_and_text(card: Path, folder: Path, run: Run) -> None:
    (folder / "cut.png").write_bytes(qr.png(card.read_text().strip("\n"), 2)[:400])
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7 lantern")
    (folder / "bytes.txt").write_bytes(bytes(range(256)))
    status, lines, _ = verify(run, folder, folder / "cut.png", folder / "cut.pdf", folder / "bytes.txt")
    assert status == 1
    assert [line["reason"] for line in lines] == ["no_code", "no_code", "foreign_code"]


def test_other_line_ends_and_byte_order_marks_are_forgiven(card: Path, folder: Path, run: Run) -> None:
    text = card.read_text().strip("\n")
    for name, written in (("dos", text + "\r\n"), ("none", text), ("bom", "\ufeff" + text + "\n")):
        (folder / name).write_bytes(written.encode())
    assert verify(run, folder, folder / "dos", folder / "none", folder / "bom")[0] == 0


def test_status_list(card: Path, folder: Path, run: Run) -> None:
    for revoked, verdict in (("17,42", "revoked"), ("17,41", "valid"), ("", "valid")):
        made = run("status", "--key", folder / "keys", "--revoked", revoked, "--out", folder / "s.cwt", "--at", AT)
        assert made[0] == 0
        status, lines, _ = verify(run, folder, card, "--status", folder / "s.cwt")
        assert (status == 0, lines[0]["verdict"]) == (verdict == "valid", verdict)
        if verdict == "valid":
            assert lines[0]["status"] == "valid"
    options = ("--trust", folder / "keys" / "trust-list.cwt", "--json")
    out = run("verify", card, *options, "--status", folder / "s.cwt", "--at", "2027-01-15T12:00Z")[1]
    assert json.loads(out)["reason"] == "status_old"


def test_require_status(card: Path, folder: Path, run: Run) -> None:
    status, lines, _ = verify(run, folder, card, "--require-status")
    assert (status, lines[0]["reason"]) == (1, "no_lists")


def test_at_another_time(card: Path, folder: Path, run: Run) -> None:
    trusted = folder / "keys" / "trust-list.cwt"
    for at, reason in (
        ("2030-01-01T11:59:59Z", "ok"),
        ("2030-01-01T07:00:00-05:00", "exp"),
        ("2030-01-01T12:00Z", "exp"),
        ("2026-10-01T12:00Z", "before_lists"),
        ("2040-01-01T12:00Z", "trust_expired"),
    ):
        out = run("verify", card, "--trust", trusted, "--at", at, "--json")[1]
        assert json.loads(out)["reason"] == reason, at
    failed(run("verify", card, "--trust", trusted, "--at", "2030-01-01T12:00"), "zone")
    failed(run("verify", card, "--trust", trusted, "--at", "noon"), "2026-12-01T12:00Z")


def test_pinned_root(card: Path, folder: Path, run: Run, tmp_path: Path) -> None:
    options = ("verify", card, "--trust", folder / "keys" / "trust-list.cwt", "--at", AT, "--root")
    assert run(*options, folder / "keys" / "root.pub")[0] == 0
    assert run("keygen", "--issuer", makers.ISSUER, "--out", tmp_path / "other")[0] == 0
    failed(run(*options, tmp_path / "other" / "root.pub"), "another root")
    failed(run(*options, folder / "claims.json"), "no public key")


def test_slip(folder: Path, run: Run) -> None:
    assert issue(run, folder, "--slip")[0] == 0
    status, lines, _ = verify(run, folder, folder / "card.txt")
    assert (status, lines[0]["verdict"], lines[0]["reason"]) == (1, "not_a_card", "slip")
    assert "a slip, NOT verified" in run("inspect", folder / "card.txt")[1]


def test_inspect(card: Path, folder: Path, run: Run) -> None:
    status, out, _ = run("inspect", card)
    assert status == 0
    assert "NOT verified" in out
    assert '"Amina Featherstone"' in out
    shown = json.loads(run("inspect", card, "--json")[1])
    assert shown["verified"] is False
    assert shown["identity"]["full_name"] == "Amina Featherstone"
    assert shown["status"] == {"status_list": {"idx": 42, "uri": makers.URI}}
    failed(run("inspect", folder / "claims.json"), "base45")
    failed(run("inspect", folder / "face.png"), "no code")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": None}, "name is missing"),
        ({"name": ""}, "name is missing"),
        ({"name": "x" * 121}, "too long"),
        ({"birth_date": "3 February 1990"}, "birth_date is not a date"),
        ({"birth_date": 19900203}, "birth_date is not a date"),
        ({"expires": "1980-01-01"}, "not after birth_date"),
        ({"second_name": "Layla"}, "go together"),
        ({"status_index": "42"}, "status_index"),
        ({"status_index": True}, "status_index"),
        ({"status_index": -1}, "status_index"),
        ({"nickname": "Mina"}, 'unknown field "nickname"'),
        ({"citizenship": "x"}, '"citizenship" never stands on a card'),
        ({"Nationality": "x"}, "never stands"),
        ({"immigration_status": "x"}, "never stands"),
        ({"place_of_birth": "x"}, "never stands"),
        ({"sin": "x"}, "never stands"),
    ],
)
def test_claims_that_are_refused(folder: Path, run: Run, changes: dict[str, Any], words: str) -> None:
    (folder / "claims.json").write_text(json.dumps(CLAIMS | changes), "utf-8")
    failed(issue(run, folder), "claims.json", words)
    assert not (folder / "card.txt").exists()


def test_files_that_are_no_claims(folder: Path, run: Run) -> None:
    for data in (b"", b"{", b"[]", b"null", b"\xff\xfe{", b"[" * 100_000):
        (folder / "claims.json").write_bytes(data)
        failed(issue(run, folder), "claims.json")


def test_photos_that_are_refused(folder: Path, run: Run) -> None:
    for photo, words in (
        (b"lantern", "no JPEG, PNG or WebP"),
        (makers.photo()[:3000], "damaged"),
        (qr.png("A", 2), "96 x 120"),
    ):
        (folder / "face.png").write_bytes(photo)
        failed(issue(run, folder), "face.png", words)


def test_claims_too_long_for_the_code(folder: Path, run: Run) -> None:
    drawn = random.Random(1).sample(range(0x4E00, 0x9F00), 320)  # deflate finds nothing to shorten in these
    long = {"name": "".join(map(chr, drawn[:120])), "address": "".join(map(chr, drawn[120:]))}
    (folder / "claims.json").write_text(json.dumps(CLAIMS | long), "utf-8")
    failed(issue(run, folder), "too long")


def test_missing_files(card: Path, folder: Path, run: Run) -> None:
    (folder / "claims.json").unlink()
    failed(issue(run, folder), "claims.json", "No such file")
    failed(run("inspect", folder / "nothing.txt"), "nothing.txt", "No such file")
    failed(run("verify", card, "--trust", folder / "claims.json"), "No such file")
    failed(run("verify", card, "--trust", card), "no trust list")
    trusted = folder / "keys" / "trust-list.cwt"
    failed(run("verify", card, "--trust", trusted, "--status", trusted), "no status list")
    failed(run("issue", "--key", folder, "--claims", card, "--photo", card, "--out", card), "JSON")
    failed(run("draw", card, "--out", folder / "code.gif"), ".png or .svg")
    failed(run("draw", folder / "face.png", "--out", folder / "code.png"), "base45")
    failed(run("draw", card, "--out", folder / "no" / "code.png"), "No such file")


def test_misuse(run: Run) -> None:
    failed(run(), "COMMAND")
    failed(run("verify"), "--trust")
    failed(run("shred"), "shred")
    failed(run("status", "--key", "x", "--out", "y", "--revoked", "one"), "whole numbers")


@pytest.mark.parametrize("command", ["", "keygen", "issue", "draw", "inspect", "status", "verify"])
def test_help_teaches(run: Run, command: str) -> None:
    status, out, _ = run(*([command] if command else []), "--help")
    assert status == 0
    assert "citycard" in out
    assert len(out.splitlines()) > 10


def test_errors_do_not_quote_the_resident(folder: Path, run: Run) -> None:
    said = {"name": resident.NAME, "birth_date": resident.BIRTH_DATE.isoformat(), "address": resident.ADDRESS}
    for more in ({}, {"expires": "never"}, {"expires": "2029-12-31", "guardian": 7}, {"expires": "1950-01-01"}):
        (folder / "claims.json").write_text(json.dumps(said | more), "utf-8")
        status, out, error = issue(run, folder)
        assert status == 2
        assert not resident.found_in((out + error).encode())
    assert issue(run, folder)[1] == ""


def test_the_installed_command(card: Path, folder: Path) -> None:
    command = Path(sys.executable).with_name("citycard")
    options = [command, "verify", card, "--trust", folder / "keys" / "trust-list.cwt", "--at", AT]
    done = subprocess.run(options, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{card}: valid, status not checked: Amina Featherstone, expires 2029-12-31")
    piped = subprocess.run([*options[:3], "nothing", *options[3:]], capture_output=True, text=True, check=False)
    assert piped.returncode == 2
    assert "Traceback" not in piped.stderr
