"""What does a machine on a site do at this moment, by what it last told?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.machines import Kind
from models.signals import is_running
from services.positioning.api import Phase


class Activity(StrEnum):
    """What a machine does, as a map shows it."""

    HAULING = "hauling"
    RETURNING = "returning"
    WAITING = "waiting"
    LOADING = "loading"
    DUMPING = "dumping"
    WORKING = "working"
    STANDING = "standing"
    UNHEARD = "unheard"


LABELS = {
    Activity.HAULING: "hauling, loaded",
    Activity.RETURNING: "driving empty",
    Activity.WAITING: "waiting its turn",
    Activity.LOADING: "being loaded",
    Activity.DUMPING: "dumping",
    Activity.WORKING: "working",
    Activity.STANDING: "standing",
    Activity.UNHEARD: "not known",
}
# What a truck does in each phase of a haul cycle that positioning found.
OF_PHASE = {
    Phase.RETURN: Activity.RETURNING,
    Phase.QUEUE: Activity.WAITING,
    Phase.SPOT: Activity.LOADING,
    Phase.LOAD: Activity.LOADING,
    Phase.HAUL: Activity.HAULING,
    Phase.DUMP_QUEUE: Activity.WAITING,
    Phase.DUMP_SPOT: Activity.DUMPING,
    Phase.DUMP: Activity.DUMPING,
}

SIGNALS = ("ground_speed_kmh", "payload_kg", "body_angle_deg", "engine_speed_rpm", "crusher_speed_rpm")
# Who told nothing for longer may do anything by then.
FRESH_S = 120.0
_DRIVES_KMH = 2.0
_BODY_UP_DEG = 8.0
# Above what an empty body is weighed at with what sticks to it, below a single pass of a small loader.
_LOADED_KG = 3_000.0
_RUNNING = {True: Activity.WORKING, False: Activity.STANDING, None: Activity.UNHEARD}


@dataclass(frozen=True)
class Told:
    """What a machine last told: its signals by name, how long ago in seconds (None: never), and what lies around it.

    `zone_kind` is the kind of the zone in or right beside which it is, None where there is none; `at_digger` says
    whether a loader or an excavator is so near that it may be loaded.
    """

    kind: Kind
    values: Mapping[str, float | None]
    age_s: float | None
    zone_kind: str | None = None
    at_digger: bool = False


def is_loaded(kind: Kind, values: Mapping[str, float | None]) -> bool | None:
    """Return whether a truck carries a load, None for other machines and where its scale does not tell."""
    payload = values.get("payload_kg")
    return None if kind is not Kind.HAUL_TRUCK or payload is None else payload > _LOADED_KG


def activity(told: Told) -> Activity:
    """Return what a machine does; trucks by speed, body, load and where they stand, the others by whether they run."""
    if told.age_s is None or told.age_s > FRESH_S:
        return Activity.UNHEARD
    if told.kind is not Kind.HAUL_TRUCK:
        return _RUNNING[is_running(told.kind, told.values)]
    loaded, speed = bool(is_loaded(told.kind, told.values)), told.values.get("ground_speed_kmh")
    if (told.values.get("body_angle_deg") or 0.0) > _BODY_UP_DEG:
        return Activity.DUMPING
    if speed is None:
        return Activity.UNHEARD
    if speed > _DRIVES_KMH:
        return Activity.HAULING if loaded else Activity.RETURNING
    return _standing(told, loaded=loaded)


def _standing(told: Told, *, loaded: bool) -> Activity:
    if is_running(told.kind, told.values) is False:
        return Activity.STANDING
    if told.zone_kind == "loading":
        return Activity.LOADING if loaded or told.at_digger else Activity.WAITING
    if told.zone_kind == "dumping" and loaded:
        return Activity.WAITING
    return Activity.STANDING


def legend() -> Sequence[tuple[str, str]]:
    """Return each activity with its words, in the order in which a cycle goes."""
    return [(one.value, LABELS[one]) for one in Activity]
