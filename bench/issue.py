"""Issue one card through the desk's own action, on a throw-away SQLite, and say where the time goes.

The whole is measured around `actions.issue_card`; the stages are timed inside the same calls by wrapping the
functions it goes through, so what is left over (checks, the database, the rest) is seen too.
"""

import argparse
import base64
import io
import json
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

ROUNDS = 30


def _prepare() -> None:
    """A site of its own in a throw-away home: nothing of a real one is touched."""
    os.environ["PORTICO_HOME"] = tempfile.mkdtemp(prefix="portico-bench-")
    os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['PORTICO_HOME']}/bench.sqlite3"
    os.environ["PORTICO_SECRET_KEY"] = "bench " * 12
    os.environ["DJANGO_SETTINGS_MODULE"] = "portico.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("keys", "prepare", stdout=io.StringIO())


@contextmanager
def _timed(places: dict[str, tuple[Any, str]], spent: dict[str, list[float]]) -> Iterator[None]:
    """Time functions where they are looked up; nested ones are taken off the outer one's share."""
    running: list[float] = []

    def wrap(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            running.append(0.0)
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                took = time.perf_counter() - begun
                inner = running.pop()
                if running:
                    running[-1] += took
                spent[stage].append(took - inner)

        return timed

    with ExitStack() as stack:
        for stage, (owner, name) in places.items():
            stack.enter_context(patch.object(owner, name, wrap(stage, getattr(owner, name))))
        yield


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; `--json` prints one JSON object instead."""
    parser = argparse.ArgumentParser(prog="python -m bench.issue", description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    _prepare()
    from django.utils import timezone

    import citycard
    from portico.accounts.actions import add_staff_member
    from portico.accounts.rules import Role
    from portico.cards import actions, drawing
    from portico.cards.forms import IssueRequest
    from portico.cards.office import card_office
    from portico.cards.rules.suggestions import suggestions
    from tests.faces import portrait

    now = timezone.now()
    office = card_office()
    member = add_staff_member("bench@lanternbay.example", "Bench", "x" * 20, {Role.REVIEWER}, by="bench", now=now)
    best = suggestions(office.decisions.rule, [])[0]
    shown = [proof for choice in best.choices for proof in choice.of[: choice.count]]
    body = {
        "tab": "bench",
        "site": "city-hall",
        "proofs": {"shown": shown},
        "claims": {
            "name": "Bench Example-Porch",
            "birth_date": "1990-05-06",
            "address_mode": "shown",
            "address": "12 Lamp Street",
        },
        "photo": base64.b64encode(portrait()).decode(),
    }
    spent: dict[str, list[float]] = defaultdict(list)
    whole: list[float] = []
    places = {
        "portrait to WebP, and sign": (citycard, "issue_with_slip"),
        "draw the PDF": (drawing, "draw_card"),
        "write slot and counts": (actions, "_take"),
        "check the proofs": (actions, "_proofs_enough"),
    }
    with _timed(places, spent):
        for round_ in range(ROUNDS + 3):
            request = IssueRequest.model_validate(body | {"code": f"{round_:020d}"})
            if round_ == 3:
                spent.clear()
                whole.clear()
            begun = time.perf_counter()
            actions.issue_card(request, office, by=member, now=now)
            whole.append(time.perf_counter() - begun)
    median = statistics.median(whole)
    shares = {stage: statistics.median(times) for stage, times in spent.items()}
    shares["everything else"] = median - sum(shares.values())
    result = {
        "issue_median_ms": round(median * 1000, 1),
        "issue_p95_ms": round(sorted(whole)[int(len(whole) * 0.95)] * 1000, 1),
        "cards_a_minute_one_process": round(60 / median),
        "stages_ms": {stage: round(seconds * 1000, 1) for stage, seconds in shares.items()},
    }
    if options.json:
        print(json.dumps(result))
        return 0
    print(f"one card: median {result['issue_median_ms']} ms, 95th percentile {result['issue_p95_ms']} ms;")
    print(f"one process issues {result['cards_a_minute_one_process']} cards a minute")
    for stage, seconds in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"  {seconds / median:5.0%}  {seconds * 1000:6.1f} ms  {stage}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
