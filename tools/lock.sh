#!/usr/bin/env bash
# Resolve the locked requirements again from pyproject.toml. Needs uv on the PATH.
# The files hold names, versions and hashes only: where packages come from is the reader's choice.
set -euo pipefail
cd "$(dirname "$0")/.."

# Extras are kept: pip would otherwise look for an unpinned "coverage[toml]" beside the pinned "coverage".
# The resolver takes its package source from the reader's own settings and must not write it down.
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-strip-extras "$@"
}

compile pyproject.toml --extra dev --output-file requirements/dev.txt
compile pyproject.toml --constraint requirements/dev.txt --output-file requirements/core.txt
# What `pip install --no-build-isolation .` needs beside the core.
printf 'hatchling\n' | compile - --constraint requirements/dev.txt --output-file requirements/build.txt

if grep -nE '://|find-links|^-' requirements/*.txt; then
    echo "an address or an option got into the lock (lines above)" >&2
    exit 1
fi
