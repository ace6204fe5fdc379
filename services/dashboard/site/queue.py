"""Who waits at which loader or dump of a site?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.dashboard.site.activity import Activity
from services.dashboard.site.plan import SERVING, Drawn, Plan

SERVED = (Activity.LOADING, Activity.DUMPING)


@dataclass(frozen=True)
class Queue:
    """A zone in which trucks are loaded or dump, and who waits for it or is served, by (id, name)."""

    zone: Drawn
    waiting: list[tuple[str, str]] = field(default_factory=list)
    served: list[tuple[str, str]] = field(default_factory=list)


def queues(plan: Plan, machines: Iterable[tuple[str, str, str | None, Activity]]) -> list[Queue]:
    """Return the queue of each zone for loading and dumping; machines are (id, name, zone around it, activity)."""
    found = {zone.id: Queue(zone) for zone in plan.zones if zone.kind in SERVING}
    for name, called, zone, does in machines:
        if zone not in found:
            continue
        if does is Activity.WAITING:
            found[zone].waiting.append((name, called))
        elif does in SERVED:
            found[zone].served.append((name, called))
    return list(found.values())
