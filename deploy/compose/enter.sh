#!/bin/sh
# How does a container become its part, told what `init` wrote for it and nobody else?
set -eu
if [ -r /run/secrets/env ]; then
    set -a
    . /run/secrets/env
    set +a
fi
if [ $# -gt 0 ]; then
    exec "$@"
fi
case "$HOWDAH_PART" in
    ingest | simulators) exec python -m "$HOWDAH_PART" ;;
    *) exec python -m services.kit "$HOWDAH_PART" ;;
esac
