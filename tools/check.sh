#!/bin/sh
# Everything that can be judged without running the site.
set -eu
bin=.venv/bin
echo "format"; $bin/ruff format --check --quiet .
echo "lint"; $bin/ruff check --quiet .
echo "types (Python)"; $bin/mypy
echo "types (JavaScript)"; $bin/node node_modules/typescript/bin/tsc --project verifier/tsconfig.json
$bin/node node_modules/typescript/bin/tsc --project verifier/tsconfig.worker.json
echo "types (JavaScript of the site)"; $bin/node node_modules/typescript/bin/tsc --project portico/tsconfig.json
echo "imports"; $bin/lint-imports
echo "system checks"; $bin/portico check --fail-level WARNING
echo "migrations"; $bin/portico makemigrations --check --dry-run
echo "city files"; for city in cities/*/; do $bin/portico check-city "$city"; done
echo "translations"; $bin/python -m tools.messages check
echo "generated documents"; $bin/python -m tools.documents --check
echo "locks name no host"
if grep -nE 'https?://|index-url' requirements/*.txt .npmrc; then exit 1; fi
if grep -nE '"resolved"' package-lock.json; then exit 1; fi
echo "checks passed"
