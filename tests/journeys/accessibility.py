"""Runs axe-core in a page: every rule of WCAG 2.2 AA that a program can judge, and axe's best practices."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations"


@cache
def _source() -> str:
    return (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """What axe finds wrong on the page as it stands, one line for each element."""
    page.evaluate(_source())
    return [
        f"{rule['id']}: {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in page.evaluate(RUN, TAGS)
        for node in rule["nodes"]
    ]
