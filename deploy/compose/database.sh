#!/bin/sh
# How does Debian's PostgreSQL make its data at the first start, told like the vendor's image?
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # Made beside its place, so that a half-made one is never taken for a whole one.
    rm -rf "$PGDATA.part"
    initdb --pgdata="$PGDATA.part" --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" \
        --auth=scram-sha-256 $POSTGRES_INITDB_ARGS
    echo "host all all all scram-sha-256" >> "$PGDATA.part/pg_hba.conf"
    mv "$PGDATA.part" "$PGDATA"
fi
exec "$@"
