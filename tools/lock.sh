#!/bin/sh
# Resolves the Python locks. They name versions and hashes; no address of any registry is written.
set -eu
options="--quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11"
compile() { .venv/bin/uv pip compile $options "$@"; }
compile pyproject.toml --group setup -o requirements/site.txt
compile pyproject.toml --group setup --group dev -c requirements/site.txt -o requirements/dev.txt
compile --group oracles -o requirements/oracles.txt
echo uv | compile - -o requirements/installer.txt
