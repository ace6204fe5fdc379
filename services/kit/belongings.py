"""What does the platform keep that is a customer's to have, as files that programs can read?"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from services.kit.migrate import Owner, owners

MANIFEST = "manifest.json"
_VIEWS = ("reading_v1", "event_v1", "rollup_minute_v1", "rollup_hour_v1", "rollup_day_v1")
# Who read a customer's data is kept beside who may, and told by the registry.
_LOG = ("log", "log_head", "log_note")
# What has row policies tells of somebody; the rest is the same for everybody, or says how the services are.
_TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %s and c.relkind in ('r', 'p') and c.relrowsecurity order by 1
"""
# Neither sign can stand in JSON as it is, so that each row is a line as the database writes it.
# What signs is nobody's to take.
_COPY = (
    "copy (select json_strip_nulls(row_to_json(t)) from (select {} from {}) t)"
    " to stdout with (format csv, quote E'\\x01', delimiter E'\\x02')"
)
_COLUMNS = """
select array_agg(attname::text order by attnum) from pg_attribute
where attrelid = (%s)::regclass and attnum > 0 and not attisdropped and attname <> 'secret'
"""


class UnknownCustomer(LookupError):
    """Nobody of this id is a customer."""


@dataclass(frozen=True)
class Written:
    """A file of rows, one JSON object a line, packed by gzip; the digest is of the packed file."""

    file: str
    source: str
    rows: int
    sha256: str


def export(url_of: Callable[[str], str], customer: str, folder: Path) -> list[Written]:
    """Write all that a customer may see into files in a folder, with a manifest; `url_of` is told a database role.

    Each room is read in one snapshot, with the customer's rights and no more. Raises UnknownCustomer.
    """
    viewer = f"customer:{customer}"
    rooms = [owner for owner in owners() if owner.role.startswith("svc_")]
    if not _is_customer(url_of("svc_registry"), customer):
        raise UnknownCustomer(customer)
    written = [one for room in rooms for one in _room(url_of(room.role), viewer, room, folder)]
    told = {"customer": customer, "made_at": datetime.now(UTC).isoformat(), "files": [asdict(one) for one in written]}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1))
    return written


def _is_customer(url: str, customer: str) -> bool:
    with psycopg.connect(url) as connection:
        connection.execute("select set_config('howdah.viewers', %s, true)", [f"customer:{customer}"])
        return connection.execute("select from registry.customer where id = %s", [customer]).fetchone() is not None


def _room(url: str, viewer: str, room: Owner, folder: Path) -> Iterator[Written]:
    with psycopg.connect(url) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewer])
        tables = [(room.schema, table) for (table,) in connection.execute(_TABLES, [room.schema]).fetchall()]
        # The telemetry service keeps nothing of its own: it tells what ingest keeps.
        views = [("telemetry", view) for view in _VIEWS] if room.name == "telemetry" else []
        log = [("access", table) for table in _LOG] if room.name == "registry" else []
        for schema, name in tables + views + log:
            yield _table(connection, schema, name, folder)


def _table(connection: psycopg.Connection, schema: str, name: str, folder: Path) -> Written:
    path, rows = folder / f"{schema}.{name}.jsonl.gz", 0
    ((columns,),) = connection.execute(_COLUMNS, [f"{schema}.{name}"]).fetchall()
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL(_COPY).format(listed, sql.Identifier(schema, name))
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=0) as packed,
        connection.cursor().copy(query) as copy,
    ):
        for line in copy:
            rows += 1
            packed.write(line)
    with path.open("rb") as made:
        return Written(path.name, f"{schema}.{name}", rows, hashlib.file_digest(made, "sha256").hexdigest())
