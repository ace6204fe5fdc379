"""What do the passages of a period come to on the roads of a site?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from models.positioning.ground import Flags
from models.traffic.bunching import Bunching, bunching
from models.traffic.delay import HOUR_S, Judged, Lost, hour_of, judge, lost, share_bounds
from models.traffic.free import Free, key_of, learn
from models.traffic.passage import EMPTY, LOADED, Passages
from services.kit.parameter import Period
from services.site.api.traffic import BuildUp, Line, RoadBunching, SegmentTraffic, SiteBunching, SiteTraffic, WayTraffic
from services.site.traffic.chart import Chart
from services.site.traffic.store import KeptHour, passages_on

# Free speeds are learned from a day at least.
LEARNED = timedelta(days=1)
_WORST = 20
_LOADED = {LOADED: True, EMPTY: False}


@dataclass(frozen=True)
class Asked:
    """What is asked: the site, its drawing (None: there is none), the period, and up to when readings are known."""

    site: str
    chart: Chart | None
    during: Period
    known_until: datetime | None

    @property
    def learned_from(self) -> datetime:
        """Return since when passages are learned from."""
        return min(self.during.from_, self.during.to - LEARNED)


def traffic_of(asked: Asked, kept: Sequence[KeptHour]) -> SiteTraffic:
    """Return where and when machines lost time, from the hours that are kept since `asked.learned_from`."""
    if asked.chart is None:
        return _nothing(asked)
    machines, found = passages_on(asked.chart, kept)
    known, inside = found.segment >= 0, _inside(found, asked.during)
    there = _some(found, known)
    free = learn(asked.chart.network, there)
    # Who was right behind whom is seen with those before the period too.
    judged = judge(there, free)
    judged = judged if inside[known].all() else judged.where(inside[known])
    told = judged.passages
    whole = lost(judged, np.zeros(len(told), dtype=np.int64))
    drove = {machines[place] for place in np.unique(told.machine).tolist()}
    hours = {one.machine for one in kept if (one.hour + 1) * HOUR_S > asked.during.from_.timestamp()}
    return SiteTraffic(
        **_head(asked),
        machines=sorted(drove),
        unseen=sorted(hours - drove),
        otherwise_drawn=int((inside & ~known).sum()),
        passages=int(whole.passages.sum()),
        driven_h=_hours(whole.spent_s.sum()),
        delay_h=_hours(whole.lost_s.sum()),
        delay_low_h=_hours(whole.low_s.sum()),
        delay_high_h=_hours(whole.high_s.sum()),
        segments=list(_segments(asked.chart, judged, free)),
        worst=_worst(asked.chart, judged),
    )


def _nothing(asked: Asked) -> SiteTraffic:
    zero = dict.fromkeys(("passages", "driven_h", "delay_h", "delay_low_h", "delay_high_h", "otherwise_drawn"), 0)
    return SiteTraffic.model_validate(
        {**_head(asked), **zero, "machines": [], "unseen": [], "segments": [], "worst": []}
    )


def _head(asked: Asked) -> dict[str, object]:
    during = asked.during
    head = {"site": asked.site, "from": during.from_, "to": during.to}
    return {**head, "learned_from": asked.learned_from, "known_until": asked.known_until}


def _some(passages: Passages, chosen: Flags) -> Passages:
    """Return some passages; to copy a hundred thousand of them for nothing would take a tenth of the answer's time."""
    return passages if chosen.all() else passages.where(chosen)


def _inside(passages: Passages, during: Period) -> Flags:
    enter = passages.enter_s
    return np.asarray((enter >= during.from_.timestamp()) & (enter < during.to.timestamp()))


def _hours(seconds: float) -> float:
    return round(float(seconds) / HOUR_S, 4)


def _segments(chart: Chart, judged: Judged, free: Free) -> Iterator[SegmentTraffic]:
    found = lost(judged, key_of(judged.passages))
    low, high = share_bounds(found.slow, found.passages)
    bounds = list(zip(low.tolist(), high.tolist(), strict=True))
    ways: dict[int, list[tuple[float, WayTraffic]]] = {}
    for place, key in enumerate(found.group.tolist()):
        segment, rest = divmod(key, 6)
        way = _way((chart, free), found, place, (key, rest), bounds[place])
        ways.setdefault(segment, []).append((float(found.lost_s[place]), way))
    for number, segment in enumerate(chart.network.segments):
        mine = [way for _, way in ways.get(number, ())]
        gradient = float(free.gradient[number])
        yield SegmentTraffic(
            id=segment.id,
            road=segment.road,
            geometry=Line(coordinates=chart.line(segment)),
            length_m=round(segment.length_m, 1),
            gradient=None if np.isnan(gradient) else round(gradient, 4),
            passages=sum(way.passages for way in mine),
            delay_h=_hours(sum(seconds for seconds, _ in ways.get(number, ()))),
            ways=mine,
        )


def _way(
    on: tuple[Chart, Free], found: Lost, place: int, of: tuple[int, int], share: tuple[float, float]
) -> WayTraffic:
    (chart, free), (key, rest) = on, of
    forward, loaded = divmod(rest, 3)
    length_m = float(chart.network.length_m[key // 6])
    mean_s = float(found.spent_s[place]) / max(int(found.passages[place]), 1)
    return WayTraffic(
        forward=bool(forward),
        loaded=_LOADED.get(loaded - 1),
        passages=int(found.passages[place]),
        slow=int(found.slow[place]),
        slow_share_low=round(share[0], 3),
        slow_share_high=round(share[1], 3),
        held_up=int(found.held_up[place]),
        speed_kmh=round(3.6 * length_m / mean_s, 1) if mean_s else 0.0,
        free_kmh=round(3.6 * length_m / float(free.seconds[key]), 1),
        free_learned_from=int(free.learned[key]),
        delay_h=_hours(found.lost_s[place]),
        delay_low_h=_hours(found.low_s[place]),
        delay_high_h=_hours(found.high_s[place]),
        stood_h=_hours(found.stood_s[place]),
        breaks=int(found.breaks[place]),
    )


def _worst(chart: Chart, judged: Judged) -> list[BuildUp]:
    lanes = 2 * len(chart.network.segments)
    told = judged.passages
    found = lost(judged, hour_of(told) * lanes + 2 * told.segment + told.forward)
    order = np.argsort(-found.lost_s, kind="stable")[:_WORST].tolist()
    return [_build_up(chart, found, place, lanes) for place in order if found.lost_s[place] > 0]


def _build_up(chart: Chart, found: Lost, place: int, lanes: int) -> BuildUp:
    hour, lane = divmod(int(found.group[place]), lanes)
    return BuildUp(
        segment=chart.network.segments[lane // 2].id,
        forward=bool(lane % 2),
        hour=datetime.fromtimestamp(hour * HOUR_S, UTC),
        passages=int(found.passages[place]),
        slow=int(found.slow[place]),
        held_up=int(found.held_up[place]),
        delay_h=_hours(found.lost_s[place]),
        delay_low_h=_hours(found.low_s[place]),
        delay_high_h=_hours(found.high_s[place]),
    )


def bunching_of(asked: Asked, kept: Sequence[KeptHour]) -> SiteBunching:
    """Return whether machines bunch on the roads of a site."""
    roads: list[RoadBunching] = []
    if asked.chart is not None:
        _, found = passages_on(asked.chart, kept)
        told = found.where((found.segment >= 0) & _inside(found, asked.during))
        roads = [_bunched(one) for one in bunching(asked.chart.network, told)]
    head = {"site": asked.site, "from": asked.during.from_, "to": asked.during.to}
    return SiteBunching.model_validate({**head, "roads": roads})


def _bunched(one: Bunching) -> RoadBunching:
    return RoadBunching(
        road=one.road,
        forward=one.forward,
        machines=one.trucks,
        headways=one.headways,
        mean_headway_s=round(one.mean_s, 1),
        variation=round(one.variation, 3),
        follow_share=round(one.follow, 3),
        follow_share_low=round(one.low, 3),
        follow_share_high=round(one.high, 3),
        follow_by_chance=round(one.by_chance, 3),
    )
