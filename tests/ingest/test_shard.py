"""Does a large fleet take turns in being confirmed, without that anything is left out?"""

from ingest.batch import Batch, Number
from ingest.database import connect
from ingest.delivery.ledger import Mark, fold
from ingest.delivery.notice import note
from ingest.delivery.shard import LARGE_FLEET, SHARDS, WHOLE, parted, shard_of, shards
from tests.ingest.intake import MACHINE, Intake


async def test_a_large_fleet_is_folded_part_by_part_and_each_part_whole(intake: Intake) -> None:
    numbers = [Number(f"wl-{machine}", "boot-1", seq) for seq in range(3) for machine in range(200)]
    passes: list[list[Mark]] = []
    async with await connect(intake.settings.database_url, "test") as connection:
        for some in (numbers[:300], numbers[300:]):
            async with connection.transaction():
                await note(connection, Batch([], None, {}, some), shards(LARGE_FLEET + 1))
        while (done := await fold(connection)) and (marks := await done.marks.take(1000)):
            assert done.parts == SHARDS
            passes += [marks]
    assert [len({shard_of(mark.machine, SHARDS) for mark in marks}) for marks in passes] == [1] * SHARDS
    told = [mark for marks in passes for mark in marks]
    assert sorted(told) == sorted(Mark(f"wl-{machine}", "boot-1", 2) for machine in range(200))


def test_a_small_fleet_is_folded_in_one() -> None:
    assert shards(LARGE_FLEET) == 1
    assert shard_of(MACHINE, 1) == WHOLE
    assert parted([(MACHINE, 0), (MACHINE, 1)], 1) == {WHOLE: [(MACHINE, 0), (MACHINE, 1)]}
    assert parted([], 1) == {}
