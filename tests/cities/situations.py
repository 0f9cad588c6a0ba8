"""The shared situations of vectors/proofs/: read for tests, and the frozen rules written anew on purpose.

When a city changes its rule, `python -m tests.cities.situations` writes the new rule into the vectors. What the
situations then expect is for a person to judge; the tests show each that no longer holds.
"""

import json
from pathlib import Path
from typing import Any

from portico.cards.decisions import engine_json, load_card_rules
from portico.cards.rules.eligibility import ApplicantKind, Freshness, Proof, Rule, Way

ROOT = Path(__file__).resolve().parents[2]
CITIES = ROOT / "cities"
VECTORS = ROOT / "vectors" / "proofs"


def files() -> list[dict[str, Any]]:
    """All files of vectors, in the order of their names."""
    return [json.loads(path.read_text()) for path in sorted(VECTORS.glob("*.json"))]


def rule_of(data: dict[str, Any]) -> Rule:
    """The rule as the Python engine takes it, from the JSON that the JavaScript engine takes."""
    return Rule(
        tuple(
            Proof(p["id"], p["gives"], p.get("form_of"), p.get("suggest", True), freshness_of(p.get("freshness")))
            for p in data["proofs"]
        ),
        tuple(Way(w["id"], w["needs"], w.get("applicant")) for w in data["ways"]),
        tuple(ApplicantKind(a["id"], a.get("max_age")) for a in data["applicants"]),
    )


def freshness_of(data: dict[str, Any] | None) -> Freshness | None:
    """A limit of age from its JSON."""
    if data is None:
        return None
    until = tuple(data["until"]) if "until" in data else None
    return Freshness(data["kind"], data.get("days", 0), data.get("years", 0), until)


def write(path: Path, data: dict[str, Any]) -> None:
    """One proof or situation a line, so that a change can be read."""
    rule = ",\n".join(f'    "{key}": {_lines(rows, 4)}' for key, rows in data["rule"].items())
    head = f'  "about": {json.dumps(data["about"])},\n  "city": {json.dumps(data["city"])},\n'
    tail = ",\n".join(f'  "{key}": {_lines(data[key], 2)}' for key in ("situations", "freshness"))
    path.write_text("{\n" + head + '  "rule": {\n' + rule + "\n  },\n" + tail + "\n}\n")


def _lines(rows: list[Any], indent: int) -> str:
    if not rows:
        return "[]"
    pad = " " * indent
    return "[\n" + ",\n".join(f"{pad}  {json.dumps(row, ensure_ascii=False)}" for row in rows) + f"\n{pad}]"


if __name__ == "__main__":
    for vectors in files():
        fresh = vectors | {"rule": engine_json(load_card_rules(CITIES / vectors["city"]).rule)}
        write(VECTORS / f"{vectors['city']}.json", fresh)
