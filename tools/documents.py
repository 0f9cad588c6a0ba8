"""Writes docs/generated/: what can be read from the code is written by the code.

python -m tools.documents           write
python -m tools.documents --check   exit status 1 when a file differs, and say which
"""

import argparse
import ast
import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "generated"
LANGUAGE_PREFIX = "/en/"  # Django writes the active language into the pattern of residents' pages
# Variables that the settings' own table leaves to those who run or test the program.
OTHER_VARIABLES = {
    "PORTICO_DEBUG": "`1` shows Django's error pages with everything of a request; only for work on the program itself",
    "PORTICO_VERIFIER_ROOT": "folder of the built verifier that `deploy.verifier:application` hosts",
}
# package.json takes no comments, so the reasons of the browser's packages stand here.
NPM_REASONS = {
    "@expo-google-fonts/": "Noto fonts as plain files: what cards are printed with, for every script a name comes in",
    "cborg": "a second CBOR writer, to make odd input for the verifier's tests",
    "zxing-wasm": "reads the code in a camera picture; the browsers' own detector is not in every browser",
    "@mosip/pixelpass": "test only: another program that must be able to unpack our cards",
    "axe-core": "test only: finds barriers on every page",
    "typescript": "test only: checks the types written in the JavaScript's comments",
}


class Incomplete(Exception):
    """Something in the code has no explanation yet; the message says what to add and where."""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; bars within cells are escaped."""
    lines = [list(heads)]
    lines.append(["---"] * len(lines[0]))
    lines += [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def life_cycle() -> str:
    """The life of a card slot: a diagram and a table from the one table in the code."""
    from portico.cards.rules import lifecycle as cycle

    verbs = {verb for verb, _, _ in audit_verbs()}
    arrows = [
        f"    {arrow.source.value if arrow.source else '[*]'} --> {arrow.target.value}: {arrow.verb}"
        for arrow in cycle.LIFE_CYCLE
    ]
    rows = [
        (
            arrow.verb,
            arrow.source.value if arrow.source else "(none)",
            arrow.target.value,
            ", ".join(sorted(role.value for role in arrow.roles)),
            f"`{arrow.audit_word}`" if arrow.audit_word in verbs else "counted only",
        )
        for arrow in cycle.LIFE_CYCLE
    ]
    return "\n".join(
        [
            "# The life of a card slot\n",
            "A slot is one place in the status list. From `portico/cards/rules/lifecycle.py`.\n",
            "```mermaid\nstateDiagram-v2",
            *arrows,
            "```\n",
            table(("verb", "from", "to", "who may", "in the audit chain"), rows),
            "A card may be revoked on these grounds and no other:\n",
            table(("ground", "words"), [(f"`{g.value}`", str(words)) for g, words in cycle.GROUND_NAMES.items()]),
            "A visit that ends without a card is counted under one of these reasons:\n",
            table(
                ("reason", "words"), [(f"`{r.value}`", str(words)) for r, words in cycle.DECLINE_REASON_NAMES.items()]
            ),
        ]
    )


def routes() -> str:
    """Every route and who may pass."""
    from portico.foundation.routes import all_routes

    def row(path: str, view: str, roles: frozenset[str], public: bool) -> tuple[str, ...]:
        module, name = view.rsplit(".", 1)
        about = (getattr(import_module(module), name).__doc__ or "").strip().split("\n")[0]
        shown = f"/LANGUAGE/{path.removeprefix(LANGUAGE_PREFIX)}" if path.startswith(LANGUAGE_PREFIX) else path
        passes = "everyone" if public else ", ".join(sorted(str(getattr(role, "value", role)) for role in roles))
        return f"`{shown}`", passes, about, f"`{view.removeprefix('portico.')}`"

    rows = [row(route.path, route.view, route.roles, route.public) for route in all_routes()]
    return (
        "# Routes, and who may pass\n\n"
        "Everyone may pass where the view stands in a room's `views/public.py` or `views/devices.py`. Everything else\n"
        "names its roles; the site does not start with a route that does neither. `LANGUAGE` is one of the city's.\n\n"
        + table(("route", "who may pass", "what it does", "view"), rows)
    )


def environment_variables() -> set[str]:
    """Names of environment variables that the site and its servers read."""
    found = set()
    for path in [*sorted((ROOT / "portico").rglob("*.py")), ROOT / "deploy" / "verifier.py"]:
        found |= set(re.findall(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"\]?(?!\s*=[^=])", path.read_text()))
        found |= set(re.findall(r"environment_flag\(\"([A-Z_]+)\"", path.read_text()))
    return found


def settings() -> str:
    """The settings from the environment: the table of portico/settings.py and what it leaves out."""
    text = ast.get_docstring(ast.parse((ROOT / "portico" / "settings.py").read_text())) or ""
    listed = dict(re.findall(r"^\| ([A-Z_]+) \| (.+) \|$", text, re.MULTILINE))
    rest = environment_variables() - set(listed)
    if unexplained := rest - set(OTHER_VARIABLES):
        raise Incomplete(f"settings.py: add to the table in its docstring: {', '.join(sorted(unexplained))}")
    everything = [(f"`{name}`", about) for name, about in listed.items()]
    everything += [(f"`{name}`", OTHER_VARIABLES[name]) for name in sorted(rest)]
    return "# Settings\n\nAll settings come from the environment. With none set, the site is safe.\n\n" + table(
        ("variable", "meaning"), everything
    )


def retention() -> str:
    """What each page keeps: the same sentences that the pages show."""
    from portico.foundation.retention import everything

    rows = [(f"`{kept.key}`", str(kept.what), str(kept.who) or "nobody", str(kept.until)) for kept in everything()]
    return (
        "# What each page keeps\n\n"
        "These are the sentences of the keeps line at the end of every page that takes anything in, from the rooms'\n"
        "`retention.py`.\n\n" + table(("page", "what is kept", "who sees it", "until"), rows)
    )


def audit_verbs() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every verb that a room lists: its name, the details an entry may carry, and the module."""
    for path in sorted((ROOT / "portico").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.register_verb":
                verb, *details = [str(ast.literal_eval(argument)) for argument in node.args]
                yield verb, tuple(details), path.relative_to(ROOT).as_posix()


def audit() -> str:
    """What the audit chain may say."""
    rows = [
        (f"`{verb}`", ", ".join(f"`{detail}`" for detail in details) or "nothing", f"`{path}`")
        for verb, details, path in sorted(audit_verbs())
    ]
    return (
        "# What the audit chain may say\n\n"
        "An entry has a number, a time, who acted (a staff member's random id, or the name of a job), a verb of this\n"
        "table and nothing but its details. No entry names a resident or a card slot.\n\n"
        + table(("verb", "details", "listed in"), rows)
    )


def refusals() -> Iterator[tuple[str, str, str]]:
    """Verdict, reason and check of every refusal in citycard/verifying.py, in the order of the checks."""
    from citycard.verdict import Verdict

    tree = ast.parse((ROOT / "citycard" / "verifying.py").read_text())
    for function in [node for node in tree.body if isinstance(node, ast.FunctionDef)]:
        check = (ast.get_docstring(function) or "").split("\n")[0]
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: node.lineno):
            if ast.unparse(call.func) == "_Refused":
                verdict = Verdict[ast.unparse(call.args[0]).removeprefix("Verdict.")].value
                reasons = [node.value for node in ast.walk(call.args[1]) if isinstance(node, ast.Constant)]
                yield from ((verdict, str(reason), check) for reason in reasons)


def verdicts() -> str:
    """Verdicts and reasons in the order of the checks."""
    from citycard.verdict import Verdict

    rows = [*refusals(), (Verdict.VALID.value, "ok", "All checks passed.")]
    no_code = (Verdict.UNREADABLE.value, "no_code", "Before any check: a picture or a PDF without a code.")
    missing = {verdict.value for verdict in Verdict} - {row[0] for row in rows}
    if missing:
        raise Incomplete(f"citycard/verifying.py never gives the verdicts {', '.join(sorted(missing))}")
    return (
        "# Verdicts and reasons\n\n"
        "What a verifier answers, in the order in which it checks: the first check that fails decides. The same words\n"
        "stand in `citycard/` and in `verifier/`; docs/card-format.md has the checks in full.\n\n"
        + table(
            ("verdict", "reason", "check"), [(f"`{v}`", f"`{reason}`", check) for v, reason, check in [no_code, *rows]]
        )
    )


def _python_packages() -> Iterator[tuple[str, str, str]]:
    text = (ROOT / "pyproject.toml").read_text()
    data = tomllib.loads(text)
    groups = {"the site": data["project"]["dependencies"], **data["dependency-groups"]}
    reasons = dict(re.findall(r'^\s*"([^"]+)",\s*# (.+)$', text, re.MULTILINE))
    for group, packages in groups.items():
        for package in packages:
            reason = reasons.get(package, "")
            if group == "the site" and not reason:
                raise Incomplete(f"pyproject.toml: say beside {package} why it is needed")
            yield group, package, reason


def _browser_packages() -> Iterator[tuple[str, str, str]]:
    data = json.loads((ROOT / "package.json").read_text())
    packages = dict.fromkeys(data["dependencies"], "browser")
    packages |= dict.fromkeys(data["devDependencies"], "browser, tests")
    for package in packages:
        if not package.startswith(tuple(NPM_REASONS)):
            raise Incomplete(f"tools/documents.py: say in NPM_REASONS why {package} is needed")
    for start, reason in NPM_REASONS.items():
        named = [package for package in packages if package.startswith(start)]
        if not named:
            raise Incomplete(f"tools/documents.py: NPM_REASONS explains {start}, which package.json does not have")
        yield packages[named[0]], "`, `".join(named), reason


def dependencies() -> str:
    """Every package with its reason."""
    rows = [
        (f"`{package}`", group, reason)
        for found in (_python_packages(), _browser_packages())
        for group, package, reason in found
    ]
    return (
        "# What the project stands on\n\n"
        "The site needs the packages of *the site* and *browser*; the others set it up or test it. Exact versions\n"
        "with hashes are in `requirements/` and `package-lock.json`.\n\n" + table(("package", "for", "why"), rows)
    )


def tables() -> str:
    """Every table and column of the database, Django's own among them."""
    from django.apps import apps

    rows = [
        (f"`{model._meta.db_table}`", ", ".join(f"`{field.column}`" for field in model._meta.local_concrete_fields))
        for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table)
    ]
    return (
        "# Every table of the database\n\n"
        "This is all that the database can hold. `docs/threat-model.md` says what each part would tell someone who\n"
        "seized it.\n\n" + table(("table", "columns"), rows)
    )


DOCUMENTS: dict[str, Callable[[], str]] = {
    "audit.md": audit,
    "dependencies.md": dependencies,
    "life-cycle.md": life_cycle,
    "retention.md": retention,
    "routes.md": routes,
    "settings.md": settings,
    "tables.md": tables,
    "verdicts.md": verdicts,
}


def written() -> dict[str, str]:
    """All documents by file name. Raises Incomplete where the code explains too little."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
    os.environ.setdefault("PORTICO_SECRET_KEY", "only to read the code")  # else one would be made and kept
    import django
    from django.utils.translation import override

    django.setup()
    with override("en"):
        note = "<!-- Written by `make docs`. Change the code it describes, not this file. -->\n\n"
        return {name: note + write().rstrip() + "\n" for name, write in DOCUMENTS.items()}


def main() -> int:
    """Write or check; exit status 0 only when all is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file differs")
    parser.add_argument("--out", type=Path, default=OUT, help="the folder (default: docs/generated)")
    options = parser.parse_args()
    try:
        documents = written()
    except Incomplete as error:
        print(error, file=sys.stderr)
        return 1
    if options.check:
        return check(options.out, documents)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (options.out / name).write_text(text)
    return 0


def check(folder: Path, documents: dict[str, str]) -> int:
    """Compare the folder with what would be written; 1 when a file differs, is missing or is nobody's."""
    present = {path.name: path.read_text() for path in folder.glob("*")}
    wrong = sorted(name for name in {*present, *documents} if present.get(name) != documents.get(name))
    for name in wrong:
        print(f"docs/generated/{name} is not what the code says: run `make docs`", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
