"""Do the views and the functions of access tell each viewer the groups of data that are granted, and no other?"""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from models.consent import TELEMETRY, DataGroup, mask
from services.kit.testing import Database, see

DAY = datetime(2026, 2, 1, tzinfo=UTC)
_TELL = """
insert into telemetry.reading (machine, time, sample, received_at, engine_speed_rpm, fuel_rate_lph, latitude_deg, extra)
values (%s, %s, 1, %s, 1500, 12, 60, '{"strange": 1}')
"""
_READ = "select engine_speed_rpm, fuel_rate_lph, latitude_deg, extra from telemetry.reading_v1"


def _tell(database: Database, machine: str = "wl-1", time: datetime = DAY) -> None:
    with database.admin() as connection:
        connection.execute(_TELL, [machine, time, time])


def _ask(database: Database, viewers: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url("svc_template")) as connection:
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewers])
        return connection.execute(query.encode()).fetchall()


def test_signals_of_groups_that_are_not_granted_are_null(database: Database) -> None:
    see(database, "wl-1", "customer:a", groups=[DataGroup.FUEL])
    see(database, "wl-1", "customer:b", groups=TELEMETRY)
    see(database, "wl-1", "customer:c", groups=[DataGroup.HEALTH])
    _tell(database)
    assert _ask(database, "customer:a", _READ) == [(None, 12, None, None)]
    assert _ask(database, "customer:b", _READ) == [(1500, 12, 60, {"strange": 1})]
    assert _ask(database, "customer:c", _READ) == []


def test_several_viewers_together_see_what_each_of_them_sees(database: Database) -> None:
    see(database, "wl-1", "customer:a", groups=[DataGroup.FUEL])
    see(database, "wl-1", "region:n", DAY, groups=[DataGroup.POSITION])
    _tell(database)
    _tell(database, time=DAY - timedelta(days=1))
    seen = _ask(database, "customer:a,region:n", f"{_READ} order by time")
    assert seen == [(None, 12, None, None), (None, 12, 60, None)]


def test_what_is_granted_is_seen_only_while_it_is_open(database: Database) -> None:
    for viewer in ("party:over", "party:coming", "party:open"):
        see(database, "wl-1", viewer)
    _tell(database)
    with database.admin() as connection:
        connection.execute("update access.visibility set open_to = now() where viewer = 'party:over'")
        connection.execute("update access.visibility set open_from = now() + '1 h' where viewer = 'party:coming'")
    for viewer, rows in (("party:over", 0), ("party:coming", 0), ("party:open", 1)):
        assert len(_ask(database, viewer, _READ)) == rows, viewer
        assert _ask(database, viewer, "select access.sees('wl-1', now(), 'fuel')") == [(bool(rows),)]


def test_a_row_is_seen_by_those_who_have_every_group_that_it_tells_of(database: Database) -> None:
    see(database, "wl-1", "customer:a", groups=[DataGroup.PRODUCTION, DataGroup.POSITION])
    see(database, "wl-1", "customer:b")
    asked = ("'production'", "'production', 'position'", "'production', 'health'", "'no such group'")
    query = "select " + ", ".join(f"access.sees('wl-1', now(), {one})" for one in asked)
    assert _ask(database, "customer:a", query) == [(True, True, False, False)]
    assert _ask(database, "customer:b", query) == [(True, True, True, True)]
    assert _ask(database, "customer:c", query) == [(False, False, False, False)]


@pytest.mark.parametrize("groups", [[group] for group in DataGroup])
def test_rows_of_which_nobody_said_a_group_need_all_of_them(database: Database, groups: list[DataGroup]) -> None:
    see(database, "wl-1", "customer:a", groups=[one for one in DataGroup if one not in groups])
    see(database, "wl-1", "customer:b", groups=list(DataGroup))
    query = "select access.sees('wl-1', now())"
    assert (_ask(database, "customer:a", query), _ask(database, "customer:b", query)) == ([(False,)], [(True,)])


def test_a_purpose_sees_what_owners_consented_to_and_who_they_are(database: Database) -> None:
    see(database, "wl-1", "purpose:training", DAY, groups=[DataGroup.FUEL, DataGroup.HEALTH], holder="acme")
    see(database, "wl-1", "customer:acme")
    _tell(database)
    assert _ask(database, "purpose:training", _READ) == [(None, 12, None, None)]
    assert _ask(database, "purpose:benchmarking", _READ) == []
    told = _ask(database, "", "select machine, customer, from_time, groups from access.contributions('training')")
    assert told == [("wl-1", "acme", DAY, ["fuel", "health"])]
    when = (DAY, DAY - timedelta(seconds=1))
    asked = [f"access.consented('{purpose}', 'wl-1', '{at}')" for purpose in ("training", "x") for at in when]
    assert _ask(database, "", f"select {', '.join(asked)}") == [(True, False, False, False)]


def test_the_database_and_the_models_name_the_groups_in_the_same_order(database: Database) -> None:
    names = ", ".join(f"'{group}'" for group in DataGroup)
    assert _ask(database, "", f"select array_agg(access.mask(one) order by n) from unnest(array[{names}]) "
                "with ordinality o (one, n)") == [([group.bit for group in DataGroup],)]  # fmt: skip
    assert _ask(database, "", f"select access.mask({names})") == [(mask(DataGroup),)]
    assert _ask(database, "", "select access.mask('fuel', 'nonsense')") == [(-1,)]
