"""Which groups of a machine's data does its reader have?"""

from collections.abc import Collection, Sequence

from models.consent import DataGroup, group_of
from models.signals import signal
from services.dashboard.api import Lane
from services.registry.api import MachineAccess

NOT_GIVEN = "Not among the data that you were given."
_OF_LANES = {
    "cycles": {DataGroup.PRODUCTION, DataGroup.POSITION},
    "loads": {DataGroup.PRODUCTION},
    "faults": {DataGroup.EVENTS},
    "events": {DataGroup.EVENTS},
    "alerts": {DataGroup.HEALTH},
}


def given(told: MachineAccess | None, viewers: Collection[str]) -> frozenset[DataGroup] | None:
    """Return the groups that viewers may have of a machine, at some time, or None for all, and where nobody tells."""
    own = [one for one in told.access if one.viewer in viewers] if told else []
    groups = frozenset(group for one in own for group in one.groups)
    return groups if groups and len(groups) < len(DataGroup) else None


def explained(lanes: Sequence[Lane], groups: frozenset[DataGroup] | None) -> list[Lane]:
    """Return lanes, of which those that stay empty because nobody gave their data say so."""
    if groups is None:
        return list(lanes)
    return [one if _needs(one) <= groups else one.model_copy(update={"note": NOT_GIVEN}) for one in lanes]


def _needs(lane: Lane) -> set[DataGroup]:
    return _OF_LANES.get(lane.id) or {group_of(signal(lane.id))}
