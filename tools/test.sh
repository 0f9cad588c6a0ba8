#!/bin/sh
# All tests on SQLite with real browsers, then every test that touches a database again on PostgreSQL.
set -eu
bin=.venv/bin
echo "== all tests, SQLite"
$bin/pytest -q -n 2 --dist loadgroup "$@"
echo "== database tests again, PostgreSQL"
$bin/python -m tools.postgres $bin/pytest -q -n 2 --dist loadgroup -m both "$@"
