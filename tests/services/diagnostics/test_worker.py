"""Is a machine that begins to send soon no longer one of which nothing can be said?"""

from datetime import UTC, datetime, timedelta

from services.diagnostics.worker import examine_due
from services.kit.testing import Database, House, see
from tests.services.diagnostics.shift import MINUTE, healthy, work

EVERY = timedelta(minutes=1)


async def test_a_machine_of_which_nothing_could_be_said_is_examined_again_sooner(
    house: House, database: Database
) -> None:
    begin = datetime.now(UTC).replace(second=0, microsecond=0) - 60 * MINUTE
    for machine in ("wl-01", "wl-02"):
        see(database, machine, "all")
    work(database, "wl-01", begin, 60, healthy())
    resources = (await house.open("diagnostics", examine_pause_s=60)).state.resources
    assert await examine_due(resources, EVERY) == 2
    with database.admin() as connection:
        work(database, "wl-02", begin, 60, healthy())
        assert await examine_due(resources, EVERY) == 0
        connection.execute("update diagnostics.examination set evaluated_at = evaluated_at - interval '15 s'")
        connection.execute("update telemetry.latest set received_at = now()")
        assert await examine_due(resources, EVERY) == 1
        found = connection.execute("select machine from diagnostics.problem").fetchall()
    assert found == []
