"""How are passes and loads told to those who ask?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from models.weighing.load import Carried, Load, back_kg, loads, own_scale
from models.weighing.payload import NINETY, Flaw, Passes, Quality, quality
from services.weighing.api import FlawName, OwnLoad, TruckLoad, WeighedPass
from services.weighing.live.telling import target_kg
from services.weighing.record.store import moment


@dataclass(frozen=True)
class KeptPass:
    """A pass as it is kept."""

    machine: str
    begun: datetime
    lifted: datetime
    ended: datetime
    payload_kg: float | None
    sd_kg: float | None
    common_kg: float | None
    zero_kg: float
    flaws: int
    truck: str | None


def pass_of(kept: KeptPass) -> WeighedPass:
    """Return what is told of a pass."""
    weighed = kept.payload_kg is not None and kept.sd_kg is not None
    spread = NINETY * (kept.sd_kg or 0.0)
    return WeighedPass(
        machine=kept.machine,
        begun=kept.begun,
        lifted=kept.lifted,
        ended=kept.ended,
        truck=kept.truck,
        payload_kg=kept.payload_kg,
        sd_kg=kept.sd_kg,
        low_kg=(kept.payload_kg or 0.0) - spread if weighed else None,
        high_kg=(kept.payload_kg or 0.0) + spread if weighed else None,
        stuck_kg=kept.zero_kg,
        quality=quality(kept.flaws) if weighed else Quality.NONE,
        flaws=[FlawName(str(flaw.name).lower()) for flaw in Flaw if flaw & kept.flaws],
    )


@dataclass(frozen=True)
class Match:
    """A load by a digger's passes and by the truck's own scale, of which one may be missing; `back_kg` is what
    that tells to be carried back from the load before."""

    load: Load | None
    own: Carried | None
    truck: str | None
    back_kg: float = 0.0

    @property
    def begun_s(self) -> float:
        """Return when it began, in Unix seconds."""
        if self.load is not None:
            return self.load.begin_s
        return self.own.begin_s if self.own is not None else np.nan


def matched(
    diggers: Mapping[str, tuple[Passes, Sequence[str | None]]], trucks: Mapping[str, Sequence[Carried]]
) -> list[Match]:
    """Return all loads in order of time: those that passes made, and those that only a truck's own scale tells."""
    made = [load for digger, (passes, under) in diggers.items() for load in loads(digger, passes, under)]
    pairs = [_match(load.truck, _own(load, trucks), trucks, load) for load in made]
    known = {(one.truck, one.own.begin_s) for one in pairs if one.own is not None}
    alone = [
        _match(truck, own, trucks)
        for truck, each in trucks.items()
        for own in each
        if (truck, own.begin_s) not in known
    ]
    return sorted([*pairs, *alone], key=lambda match: match.begun_s)


def _match(
    truck: str | None, own: Carried | None, trucks: Mapping[str, Sequence[Carried]], load: Load | None = None
) -> Match:
    return Match(load, own, truck, back_kg(own, trucks[truck]) if own is not None and truck is not None else 0.0)


def _own(load: Load, trucks: Mapping[str, Sequence[Carried]]) -> Carried | None:
    return own_scale(load, trucks.get(load.truck, ())) if load.truck is not None else None


def load_of(match: Match, models: Mapping[str, str]) -> TruckLoad:
    """Return what is told of a load; `models` are those of the machines that the caller sees."""
    load, own = match.load, match.own
    truck = match.truck if match.truck in models else None
    known = load is not None and not np.isnan(load.payload_kg)
    low, high = load.interval_kg if load is not None and known else (None, None)
    last_s = load.end_s if load is not None else own.full_s if own is not None else np.nan
    return TruckLoad(
        truck=truck,
        digger=load.digger if load is not None else None,
        begun=moment(match.begun_s),
        ended=moment(last_s),
        passes=load.passes if load is not None else 0,
        weighed=load.weighed if load is not None else 0,
        payload_kg=load.payload_kg if load is not None and known else None,
        sd_kg=load.sd_kg if load is not None and known else None,
        low_kg=low,
        high_kg=high,
        target_kg=target_kg(models.get(truck or "")),
        own=_own_load(own) if own is not None and truck is not None else None,
    )


def _own_load(own: Carried) -> OwnLoad:
    return OwnLoad(
        filled=moment(own.full_s),
        dumped=None if np.isnan(own.dumped_s) else moment(own.dumped_s),
        payload_kg=own.payload_kg,
        sd_kg=own.sd_kg,
        left_kg=None if np.isnan(own.left_kg) else own.left_kg,
    )
