"""Is every cell of subject, data group, time and table closed unless it was granted, and readable where it was?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from models.consent import TELEMETRY, DataGroup, group_of, mask
from models.signals import CATALOGUE
from services.kit.database import WORKER
from services.kit.migrate import Owner, owners
from services.kit.testing import Database, see
from services.kit.witness.ledger import QUERIES
from services.kit.witness.meaning import Meanings
from tests.services.filling import OF_A_MACHINE, Tables, fill, of_machines, tables_of, views_of
from tests.services.measurement import measure

# The services and their tables are those that are there: one made tomorrow is in the matrix.
AT = datetime(2026, 2, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MACHINE = "wl-1"
SERVICES = [owner for owner in owners() if owner.role.startswith("svc_") and owner.name != "registry" and owner.files()]
TOLD = dict.fromkeys(OF_A_MACHINE, MACHINE)


@dataclass(frozen=True)
class Subject:
    """A viewer, what is granted to it, and whether that is of the rows' time and open at present."""

    viewer: str
    groups: frozenset[DataGroup]
    holds: bool = True


Found = dict[Owner, Tables]
EVERY = frozenset(DataGroup)
ALL_BUT = {group: Subject(f"party:but-{group}", EVERY - {group}) for group in DataGroup}
ALONE = {group: Subject(f"party:only-{group}", frozenset({group})) for group in DataGroup}
WHOLE = Subject("party:whole", EVERY)
# Who keeps the platform is nobody without its owner's consent to the services.
CLOSED = [Subject(f"party:{why}", EVERY, holds=False) for why in ("before", "behind", "over", "coming", "stranger")]
CLOSED += [Subject("all", EVERY, holds=False)]
SUBJECTS = [WHOLE, Subject("customer:holder", EVERY), *ALL_BUT.values(), *ALONE.values(), *CLOSED]


def _grant(database: Database) -> None:
    for subject in SUBJECTS:
        if subject.viewer not in ("party:stranger", "all"):
            from_ = AT + DAY if subject.viewer == "party:behind" else None
            to = AT - DAY if subject.viewer == "party:before" else None
            see(database, MACHINE, subject.viewer, from_, to, groups=list(subject.groups))
    with database.admin() as connection:
        connection.execute("update access.visibility set open_to = now() where viewer = 'party:over'")
        connection.execute("update access.visibility set open_from = now() + '1 h' where viewer = 'party:coming'")


@pytest.fixture
def filled(database: Database) -> tuple[Database, Found]:
    """A database in which each table has a row, of the one machine, and each subject what is granted to it."""
    _grant(database)
    with database.admin() as connection:
        found = {owner: tables_of(connection, owner.schema) for owner in SERVICES}
        for owner, tables in found.items():
            for table, columns in tables.items():
                fill(connection, (owner.schema, table), columns, AT, **TOLD)
    return database, found


def _sees(connection: psycopg.Connection, viewer: str, table: sql.Identifier) -> bool:
    with connection.transaction():
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewer])
        found = connection.execute(sql.SQL("select count(*) from {}").format(table)).fetchone()
    return found is not None and found[0] > 0


def _logged(connection: psycopg.Connection, owner: Owner, table: str) -> int:
    """Return the groups of data that the log of access tells of who reads a table."""
    with connection.transaction():
        connection.execute(sql.SQL("set local search_path to {}").format(sql.Identifier(owner.schema)))
        return Meanings(connection.execute(QUERIES["list_meanings"]).fetchall()).of(f"select from {table}".encode())


def _wrong(connection: psycopg.Connection, table: sql.Identifier, logged: int) -> list[str]:
    """Return what is wrong with who sees a table's row, and with what is logged of who reads it."""
    if not _sees(connection, WHOLE.viewer, table):
        # What is the service's own is told to nobody else, however much is granted.
        seen = [subject.viewer for subject in SUBJECTS if _sees(connection, subject.viewer, table)]
        return seen if _sees(connection, ",".join(WORKER), table) else ["nobody, not even the service itself"]
    needed = {group for group, subject in ALL_BUT.items() if not _sees(connection, subject.viewer, table)}
    if not needed:
        return ["whoever has any group"]
    if logged != mask(needed):
        return [f"the log of access tells of the groups {logged:b}"]
    return [
        subject.viewer
        for subject in SUBJECTS
        if _sees(connection, subject.viewer, table) != (subject.holds and needed <= subject.groups)
    ]


def test_no_table_tells_anybody_what_was_not_granted_and_each_what_was(
    filled: tuple[Database, Found],
) -> None:
    database, found = filled
    wrong: dict[str, list[str]] = {}
    for owner, tables in found.items():
        with psycopg.connect(database.url(owner.role), autocommit=True) as connection:
            for table in of_machines(tables):
                if seen := _wrong(connection, sql.Identifier(owner.schema, table), _logged(connection, owner, table)):
                    wrong[f"{owner.schema}.{table}"] = seen
    assert wrong == {}, "see docs/consent.md: name the groups of data in the policy, access.sees(machine, at, 'health')"
    assert {"diagnostics.alert", "weighing.pass", "positioning.visit"} <= {
        f"{owner.schema}.{table}" for owner, tables in found.items() for table in of_machines(tables)
    }


def test_no_view_tells_another_service_what_was_not_granted(filled: tuple[Database, Found]) -> None:
    database, _ = filled
    wrong: dict[str, list[str]] = {}
    with database.admin() as connection:
        views = {owner: of_machines(views_of(connection, owner.schema)) for owner in SERVICES}
    # Whoever is not its own service reads a view.
    reader = next(owner for owner in SERVICES if not views[owner])
    with psycopg.connect(database.url(reader.role), autocommit=True) as connection:
        for owner, names in views.items():
            for view in names:
                if seen := _wrong(connection, sql.Identifier(owner.schema, view), _logged(connection, reader, view)):
                    wrong[f"{owner.schema}.{view}"] = seen
    assert wrong == {}, (
        "a view is no table: say in it what the policy of its table says (docs/adr/0019-results-as-views.md)"
    )
    assert {"diagnostics.health_v1", "maintenance.work_v1", "positioning.cycle_v1"} <= {
        f"{owner.schema}.{view}" for owner, names in views.items() for view in names
    }


# Of each group a signal that stands for it. That a machine is there, and connected, hears whoever has any group.
SIGNALS = {group: next(one.name for one in CATALOGUE if group_of(one) is group) for group in TELEMETRY[:-1]}
ALIKE = {"machine_v1", "state_v1", "delivery_v1", "gap_v1", "reject_v1", "capability_v1"}
COLUMNS = {
    f"{signal}{suffix}": group
    for group, signal in SIGNALS.items()
    for suffix in ("", "_count", "_mean", "_min", "_max")
}


def _told(connection: psycopg.Connection, viewer: str, view: str) -> set[DataGroup]:
    """Return of which groups a view of telemetry tells a viewer."""
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute("select set_config('howdah.viewers', %s, true)", [viewer])
        rows = cursor.execute(sql.SQL("select * from {}").format(sql.Identifier("telemetry", view))).fetchall()
    if view == "event_v1":
        return {DataGroup.EVENTS} if rows else set()
    return {COLUMNS[name] for row in rows for name in row if name in COLUMNS and row[name]}


def test_the_views_of_telemetry_tell_every_subject_its_groups_and_no_other(filled: tuple[Database, Found]) -> None:
    database, _ = filled
    measure(database, MACHINE, AT, **dict.fromkeys(SIGNALS.values(), 1.0))
    with database.admin() as connection:
        events = tables_of(connection, "telemetry")["event"]
        fill(connection, ("telemetry", "event"), events, AT, **TOLD)
        views = set(of_machines(views_of(connection, "telemetry"))) - ALIKE
    with psycopg.connect(database.url("svc_template"), autocommit=True) as connection:
        wrong = {
            (view, subject.viewer): told ^ due
            for view in views
            for subject in SUBJECTS
            if (told := _told(connection, subject.viewer, view)) != (due := _due(view, subject))
        }
    assert wrong == {}
    assert views == {"reading_v1", "latest_v1", "rollup_minute_v1", "rollup_hour_v1", "rollup_day_v1", "event_v1"}


def _due(view: str, subject: Subject) -> set[DataGroup]:
    """Return of which groups a view has to tell a subject: what is granted is readable, too."""
    there = {DataGroup.EVENTS} if view == "event_v1" else set(SIGNALS)
    return there & subject.groups if subject.holds else set()


def test_a_mask_of_every_group_is_what_the_matrix_grants() -> None:
    assert mask(WHOLE.groups) == 2 ** len(DataGroup) - 1
