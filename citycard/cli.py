"""`citycard`: cards and lists from the command line, files in and files out."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from citycard import commands
from citycard.files import FileError

_ABOUT = """\
Make, draw, read and verify municipal ID cards without a server. A card is a signed code of at most 1,451
characters that carries what its face shows, portrait included; docs/card-format.md says how.

A first card:
  citycard keygen --issuer https://city.example --out keys
  citycard issue --key keys --claims claims.json --photo face.png --out card.txt
  citycard draw card.txt --out code.png
  citycard verify code.png --trust keys/trust-list.cwt
"""
_KEYGEN = """\
Make a root key, an issuing key and a trust list that names it. The folder gets root-key.pem and
issuing-key.pem (private, mode 0600), trust-list.cwt (publish it) and root.pub (what verifiers pin). Nothing
is overwritten.

  citycard keygen --issuer https://city.example --out keys --name en="Lantern Bay" --name
  fr="Baie-des-Lanternes"
"""
_ISSUE = """\
Sign a card and write the text of its code. claims.json is one object:

  {"name": "Amina Featherstone", "birth_date": "1990-02-03", "expires": "2029-12-31"}

and optionally gender ("M", "F", "X" or the resident's own word), address (lines separated by \\n), guardian,
second_name with second_name_language (ISO 639-3), and status_index (the card's place in the status list; its
card number). The photo is any JPEG, PNG or WebP, cropped around its middle to 26:33; only its pixels are
used.
"""
_DRAW = """\
Draw the code of a card as PNG or SVG, by the file's ending. It is read back before it is written.

  citycard draw card.txt --out code.svg
"""
_INSPECT = """\
Show what a code says, WITHOUT verifying it. Reads every signed Claim 169 code, also slips and other issuers'.

  citycard inspect card.txt
"""
_STATUS = """\
Sign a status list: one bit for each card, all valid but those named. At least 131,072 cards, so that its size
and the place of a card tell nothing.

  citycard status --key keys --revoked 17,42 --out status-list.cwt
"""
_VERIFY = """\
Verify cards offline. An input is a text file, a PNG or JPEG picture, or a PDF (all pages, at 300 dpi). The
exit status is 0 only if every input is valid.

  citycard verify card.txt photo.jpg card.pdf --trust keys/trust-list.cwt --status status-list.cwt
  citycard verify card.txt --trust keys/trust-list.cwt --at 2026-12-01T12:00Z --json

With --json each input gives one line: input, verdict, reason, status (valid, none or not_checked), stale,
and, when valid, claims (the photo as its format, size and SHA-256). Without --status a card can be valid
though it was revoked: status then says not_checked; --require-status refuses that.
"""


class _Parser(argparse.ArgumentParser):
    """Reports a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"citycard: {message} (see {self.prog} --help)\n")


def moment(text: str) -> datetime:
    """Read a time such as 2026-12-01T12:00Z."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("not a time such as 2026-12-01T12:00Z") from error
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError("a time needs its zone: end it with Z")
    return found.astimezone(UTC)


def _name(text: str) -> tuple[str, str]:
    language, _, name = text.partition("=")
    if not language or not name:
        raise argparse.ArgumentTypeError('not a language and a name such as en="Lantern Bay"')
    return language, name


def _indices(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise argparse.ArgumentTypeError("not whole numbers separated by commas") from error


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Parser(prog="citycard", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands_of = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, about: str, summary: str) -> argparse.ArgumentParser:
        return commands_of.add_parser(
            name, help=summary, description=about, formatter_class=argparse.RawDescriptionHelpFormatter
        )

    keygen = command("keygen", _KEYGEN, "make keys and a trust list")
    keygen.add_argument("--issuer", required=True, help="the city's address, https, without a slash at its end")
    keygen.add_argument("--out", required=True, type=Path, help="folder to write into; made if absent")
    keygen.add_argument("--name", action="append", type=_name, default=[], help="LANGUAGE=NAME of the city, repeatable")
    keygen.add_argument("--status-uri", help="where the status list is published (default: ISSUER/lists/status.cwt)")
    keygen.add_argument("--years", type=int, default=10, help="how long key and list are good (default: %(default)s)")
    issue = command("issue", _ISSUE, "sign a card")
    issue.add_argument("--claims", required=True, type=Path, help="JSON file with the claims")
    issue.add_argument("--photo", required=True, type=Path, help="picture of the holder")
    issue.add_argument("--out", required=True, type=Path, help="text file to write")
    issue.add_argument("--slip", action="store_true", help="sign a recovery slip instead, which no verifier accepts")
    issue.add_argument("--status-uri", help="where the status list is published (default: as in the trust list)")
    draw = command("draw", _DRAW, "draw the code of a card")
    draw.add_argument("input", type=Path, help="text file with the code")
    draw.add_argument("--out", required=True, type=Path, help="file to write, .png or .svg")
    draw.add_argument("--scale", type=int, default=8, help="pixels a module in a PNG (default: %(default)s)")
    inspect = command("inspect", _INSPECT, "show what a code says, unverified")
    inspect.add_argument("input", type=Path, help="text file, picture or PDF")
    inspect.add_argument("--json", action="store_true", help="as one JSON object")
    status = command("status", _STATUS, "sign a status list")
    status.add_argument("--out", required=True, type=Path, help="file to write; an older list there is replaced")
    status.add_argument("--revoked", type=_indices, default=[], help="status indices, separated by commas")
    status.add_argument("--size", type=int, default=131_072, help="number of cards (default: %(default)s)")
    status.add_argument("--days", type=int, default=30, help="days until the list expires (default: %(default)s)")
    for one in (issue, status):
        one.add_argument("--key", required=True, type=Path, metavar="KEYDIR", help="folder that keygen made")
    for one in (keygen, issue, status):
        one.add_argument("--password-file", type=Path, help="file whose first line encrypts the private keys")
    verify = command("verify", _VERIFY, "verify cards offline")
    verify.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="text file, picture or PDF")
    verify.add_argument("--trust", required=True, type=Path, help="the trust list")
    verify.add_argument("--root", type=Path, help="root.pub: refuse a trust list that another key signed")
    verify.add_argument("--status", type=Path, help="the city's status list")
    verify.add_argument("--require-status", action="store_true", help="no valid verdict without a status list")
    verify.add_argument("--amber-days", type=float, default=7, help="age of a list that is stale (default: 7)")
    verify.add_argument("--red-days", type=float, default=30, help="age of a list that is too old (default: 30)")
    verify.add_argument("--json", action="store_true", help="one JSON object a line")
    for one in (keygen, status, verify):
        one.add_argument("--at", type=moment, help="the time to act at instead of now, such as 2026-12-01T12:00Z")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 for success, 1 for cards that are not valid, 2 for anything that went wrong."""
    options = parser().parse_args(arguments)
    options.now = getattr(options, "at", None) or datetime.now(UTC)
    try:
        return int(getattr(commands, options.command)(options, print))
    except FileError as error:
        print(f"citycard: {error}", file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    return 2


if __name__ == "__main__":
    sys.exit(main())
