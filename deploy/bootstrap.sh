#!/bin/sh
# Find a Python that is new enough, and let it set the project up.
cd "$(dirname "$0")/.." || exit 1
for python in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -I deploy/bootstrap.py "$@"
    fi
done
echo "setup: Howdah needs Python 3.11 or newer, and none was found." >&2
echo "       Debian 12 and later: apt-get install python3 python3-venv. Elsewhere: PYTHON=/path/to/python3 make setup" >&2
exit 1
