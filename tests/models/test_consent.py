"""Has every signal a group in which it is shared, and every group a bit of its own?"""

from models.consent import TELEMETRY, DataGroup, group_of, mask
from models.signals import CATALOGUE, Subsystem


def test_every_signal_belongs_to_a_group_of_what_machines_tell() -> None:
    assert {group_of(entry) for entry in CATALOGUE} == set(TELEMETRY) - {DataGroup.EVENTS}


def test_where_a_machine_is_and_what_it_burns_can_be_shared_apart() -> None:
    groups = {entry.subsystem: group_of(entry) for entry in CATALOGUE}
    assert groups[Subsystem.POSITION] is DataGroup.POSITION
    assert [part for part, group in groups.items() if group is DataGroup.FUEL] == [Subsystem.FUEL]


def test_groups_make_a_mask_of_a_bit_each() -> None:
    assert mask(DataGroup) == 2 ** len(DataGroup) - 1
    assert mask([DataGroup.ENGINE, DataGroup.HYDRAULICS]) == 0b101
    assert mask(TELEMETRY) == 255
