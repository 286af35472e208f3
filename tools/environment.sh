#!/usr/bin/env bash
# Make .venv, or bring it up to date with the lock: environment.sh core|dev
# PYTHON names the interpreter; without it the first of the usual names that is recent enough is taken.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
    core) locks=(--requirement requirements/core.txt --requirement requirements/build.txt) ;;
    dev) locks=(--requirement requirements/dev.txt) ;;
    *) echo "usage: environment.sh core|dev" >&2; exit 2 ;;
esac

recent_python() {
    local candidate
    for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Paneloom needs Python 3.11 or later; name one: make PYTHON=/path/to/python ..." >&2
    return 2
}

# Debian keeps the module venv in a package of its own.
install_venv_module() {
    local sudo=()
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        sudo=(sudo -n)
    fi
    "${sudo[@]}" apt-get -qq update && "${sudo[@]}" apt-get -qq --yes install python3-venv >/dev/null
}

if [ ! -x .venv/bin/python ]; then
    python=$(recent_python)
    echo "making .venv with $("$python" --version)"
    if ! "$python" -c 'import ensurepip' 2>/dev/null && ! install_venv_module; then
        echo "$python cannot make environments; on Debian: apt-get install python3-venv" >&2
        exit 2
    fi
    "$python" -m venv .venv
fi

pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet --quiet)
echo "installing the locked packages ($1) into .venv"
"${pip[@]}" install --require-hashes "${locks[@]}"
# The build backend is in the lock too, so nothing is resolved afresh here.
"${pip[@]}" install --no-deps --no-build-isolation --editable .
