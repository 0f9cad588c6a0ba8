"""The commands of `citycard`: each takes its options and a way to print a line, and returns the exit status."""

import base64
import hashlib
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization

from citycard import files, foreign, issuing, portrait, qr, transport, verifying
from citycard import status as status_lists
from citycard.files import FileError
from citycard.payload import Kind, StatusReference
from citycard.signer import SoftwareSigner
from citycard.trust import City, Key, TrustList
from citycard.verdict import Policy, Result, Verdict

Print = Callable[[str], None]
_DAY_S = 86_400
_WHY_PHOTO = {
    "not_an_image": "is no JPEG, PNG or WebP picture",
    "too_small": "has fewer than 96 x 120 pixels",
    "too_large": "is too large",
    "truncated": "is damaged or cut short",
}


def keygen(options: Namespace, say: Print) -> int:
    """Make a root key, an issuing key and the trust list that names it."""
    try:
        issuing.check_issuer(options.issuer)
    except ValueError as error:
        raise FileError(f"--issuer: {error}") from error
    folder, password = options.out, _password(options)
    names = (files.ROOT_KEY, files.ISSUING_KEY, files.TRUST_LIST, files.ROOT_PUBLIC)
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        raise FileError(f"{folder / taken[0]}: exists already, and is not overwritten")
    if not 1 <= options.years <= 50:
        raise FileError("--years is 1 to 50")
    # A list that says only its month is in force at once and tells nothing about the day it was made.
    start = options.now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=366 * options.years)
    root, issuing_key = SoftwareSigner.generate(), SoftwareSigner.generate()
    host = urlsplit(options.issuer).netloc
    city = City(
        issuer=options.issuer,
        name=dict(options.name) or {"en": host},
        status_list=options.status_uri or f"{options.issuer}/lists/status.cwt",
        keys=(Key(issuing_key.public_key, start, end),),
    )
    listed = TrustList(name=host, cities=(city,)).sign(root, issued_at=start, expires_at=end)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise FileError(f"{folder}: {error.strerror or 'cannot be made'}") from error
    files.write_new(folder / files.ROOT_KEY, root.to_pem(password), 0o600)
    files.write_new(folder / files.ISSUING_KEY, issuing_key.to_pem(password), 0o600)
    files.write_new(folder / files.TRUST_LIST, listed)
    files.write_new(folder / files.ROOT_PUBLIC, _public_pem(root))
    say(f"{folder}: issuing key {issuing_key.kid.hex()} for {options.issuer}, in force until {end:%Y-%m-%d}")
    return 0


def issue(options: Namespace, say: Print) -> int:
    """Sign a card or slip."""
    claims, index = files.claims(options.claims)
    folder = files.key_folder(options.key, _password(options))
    reference = None
    if index is not None:
        reference = StatusReference(index, options.status_uri or folder.city.status_list)
    elif options.status_uri:
        raise FileError("--status-uri needs a status_index in the claims")
    try:
        text = issuing.issue(
            claims,
            files.read(options.photo),
            issuer=folder.city.issuer,
            status=reference,
            signer=folder.signer,
            kind=Kind.SLIP if options.slip else Kind.CARD,
        )
        qr.matrix(text)
    except portrait.PhotoError as error:
        raise FileError(f"{options.photo}: {_WHY_PHOTO[error.code]}") from error
    except (issuing.CardTooLarge, qr.QrError, ValueError) as error:
        raise FileError(str(error)) from error
    files.write(options.out, text.encode() + b"\n")
    say(f"{options.out}: {'slip' if options.slip else 'card'} of {len(text)} characters")
    return 0


def draw(options: Namespace, say: Print) -> int:
    """Draw a code as PNG or SVG."""
    text = files.card_text(files.read(options.input))
    ending = options.out.suffix.lower()
    if ending not in {".png", ".svg"}:
        raise FileError(f"{options.out}: a code is drawn as .png or .svg")
    try:
        data = qr.png(text, options.scale) if ending == ".png" else qr.svg(text).encode()
    except ValueError as error:
        raise FileError(f"{options.input}: {error}") from error
    files.write(options.out, data)
    modules = len(qr.matrix(text))
    say(f"{options.out}: version {(modules - 17) // 4}, level M, {modules} x {modules} modules")
    return 0


def inspect(options: Namespace, say: Print) -> int:
    """Show what a code says, unverified."""
    texts = list(_texts(options.input))
    if not texts:
        raise FileError(f"{options.input}: no code was found in it")
    try:
        token = foreign.read(texts[0])
    except foreign.NotClaim169 as error:
        raise FileError(f"{options.input}: {error}") from error
    shown = {
        "verified": False,
        "kind": token.kind,
        "header": {str(key): value for key, value in token.header.items()},
        "cwt": token.cwt,
        "identity": token.identity,
        "status": token.status,
        "sizes": token.sizes,
    }
    if options.json:
        say(json.dumps(_showable(shown), ensure_ascii=False))
        return 0
    say(f"{options.input}: a {token.kind}, NOT verified")
    for part in ("cwt", "identity", "status", "header", "sizes"):
        for key, value in (_showable(shown[part]) or {}).items():
            say(f"  {part}.{key}: {json.dumps(value, ensure_ascii=False)}")
    return 0


def status(options: Namespace, say: Print) -> int:
    """Sign a status list."""
    folder = files.key_folder(options.key, _password(options))
    try:
        data = status_lists.sign(
            options.size,
            options.revoked,
            uri=folder.city.status_list,
            issuer=folder.city.issuer,
            signer=folder.signer,
            issued_at=options.now.replace(minute=0, second=0, microsecond=0),
            expires_at=options.now + timedelta(days=options.days),
            ttl=timedelta(hours=12),
        )
    except (ValueError, OverflowError) as error:
        raise FileError(str(error)) from error
    files.write(options.out, data)
    say(f"{options.out}: {options.size:,} cards, {len(set(options.revoked))} revoked, for {folder.city.status_list}")
    return 0


def verify(options: Namespace, say: Print) -> int:
    """Verify every input; 0 only if all are valid."""
    root = files.public_key(options.root) if options.root else None
    trust = files.trust_list(options.trust, root)
    listed = files.status_list(options.status, trust) if options.status else None
    policy = Policy(options.require_status, int(options.amber_days * _DAY_S), int(options.red_days * _DAY_S))
    refused = 0
    for path in options.inputs:
        result = _verdict(_texts(path), trust, listed, options.now, policy)
        refused += result.verdict != Verdict.VALID
        say(_as_json(path, result) if options.json else _as_line(path, result))
    if refused:
        sys.stderr.write(f"citycard: {refused} of {len(options.inputs)} not valid\n")
    return 1 if refused else 0


def _verdict(
    texts: Iterable[str],
    trust: TrustList,
    listed: status_lists.StatusList | None,
    now: datetime,
    policy: Policy,
) -> Result:
    """Return the verdict on one input: that of the first card in it that is not valid, else of the first."""
    found = list(texts)
    # A poster behind the card has a code too; it counts only where there is nothing else.
    cards = [text for text in found if _looks_like_card(text)] or found[:1]
    if not cards:
        return Result(Verdict.UNREADABLE, "no_code")
    results = [verifying.verify(text, trust=trust, status=listed, now=now, policy=policy) for text in cards]
    return next((result for result in results if result.verdict != Verdict.VALID), results[0])


def _looks_like_card(text: str) -> bool:
    try:
        transport.from_text(text)
    except transport.ForeignText:
        return False
    except ValueError:
        return True
    return True


def _texts(path: Path) -> list[str]:
    """Return the texts of the codes in a text file, a picture or a PDF; none for a damaged one. Raises FileError."""
    data = files.read(path)
    try:
        if data[:1024].lstrip().startswith(b"%PDF-"):
            return qr.read_pdf(data)
        if qr.is_picture(data):
            return qr.read(data)
    except qr.PictureError:
        return []
    return [files.card_text(data)]


def _as_line(path: Path, result: Result) -> str:
    if result.claims is None:
        return f"{path}: {result.verdict} ({result.reason})"
    notes = {"not_checked": ", status not checked", "none": ", has no status"}.get(result.status or "", "")
    stale = ", status list is stale" if result.stale else ""
    return f"{path}: valid{notes}{stale}: {result.claims['name']}, expires {result.claims['expires']}"


def _as_json(path: Path, result: Result) -> str:
    line: dict[str, Any] = {"input": str(path), "verdict": result.verdict.value, "reason": result.reason}
    if result.claims is not None:
        photo = result.claims["photo"]
        line |= {"status": result.status, "stale": result.stale, "claims": dict(result.claims)}
        line["claims"]["photo"] = {"format": photo["format"], **_showable(photo["bytes"])}
    return json.dumps(line, ensure_ascii=False)


def _showable(value: Any) -> Any:
    """Return `value` as JSON can hold it: short bytes in base64, long ones by size and SHA-256."""
    if isinstance(value, bytes) and len(value) <= 32:
        return base64.b64encode(value).decode()
    if isinstance(value, bytes):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, dict):
        return {str(key): _showable(item) for key, item in value.items()}
    return [_showable(item) for item in value] if isinstance(value, list) else value


def _password(options: Namespace) -> bytes | None:
    if options.password_file is None:
        return None
    lines = files.read(options.password_file).splitlines()
    if not lines or not lines[0]:
        raise FileError(f"{options.password_file}: its first line is empty")
    return lines[0]


def _public_pem(signer: SoftwareSigner) -> bytes:
    return signer.public_key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
