#!/bin/sh
# Write the lock files again, with a uv of its own in a folder that is thrown away.
set -e
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/python -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check uv
for name in requirements requirements-dev; do
    "$folder/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --no-emit-index-url --upgrade "$name.in" --output-file "$name.lock"
done
cd services/dashboard
PATH="$PATH:$OLDPWD/.venv/bin" npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved
