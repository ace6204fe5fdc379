"""Where do trucks wait on a site, and what would one more or one less change?"""

from collections.abc import Mapping, Sequence

from models.phrase import percent, quantity
from models.production import Change, Network, Route, Summed, TooManyTrucks, changes_of, matches, route_of
from services.site.api import Loader, RouteRow
from services.site.production.tally import Haul, hauled_t, per

Key = tuple[str, str]
# Less than this share of the tonnes is no gain to speak of.
_WORTH = 0.01
# From so far below or beyond 1 on, loaders or trucks wait more than need be.
_MATCHED = (0.85, 1.1)


def congestion(hauls: Sequence[Haul], load_t: float | None) -> tuple[list[RouteRow], list[Loader], list[str]]:
    """Return the routes and loading zones of cycles, and what cannot be said of them.

    `load_t` is the mean load of trucks whose own scales tell none, None where it is not known either.
    """
    groups = _groups(hauls)
    known = {key: route for key, rows in groups.items() if (route := route_of(*key, [_summed(one) for one in rows]))}
    network, routes = Network(tuple(known.values())), list(known)
    loads = [_load_t(groups[key]) or load_t for key in routes]
    notes = [*_left_out(hauls, groups, known)]
    try:
        found = changes_of(network, routes, [load or 0.0 for load in loads])
    except TooManyTrucks as error:
        return [], _loaders(network, routes, groups), [*notes, f"One truck more or less is not reckoned: {error}"]
    rows = [_row(one, groups[one.route], load) for one, load in zip(found, loads, strict=True)]
    return rows, _loaders(network, routes, groups), notes


def _groups(hauls: Sequence[Haul]) -> dict[Key, list[Haul]]:
    groups: dict[Key, list[Haul]] = {}
    for one in hauls:
        if one.loaded_at is not None and one.dumped_at is not None and one.loaded_at != one.dumped_at:
            groups.setdefault((one.loaded_at, one.dumped_at), []).append(one)
    return dict(sorted(groups.items()))


def _summed(one: Haul) -> Summed:
    times = (one.loading_s, one.loading_s2, one.dumping_s, one.dumping_s2, one.travelled_s)
    return Summed(one.time, one.hours, one.cycles, *times)


def _load_t(hauls: Sequence[Haul]) -> float | None:
    return per(hauled_t(hauls), sum(one.cycles for one in hauls))


def _left_out(hauls: Sequence[Haul], groups: Mapping[Key, list[Haul]], known: Mapping[Key, Route]) -> list[str]:
    nowhere = sum(one.cycles for one in hauls) - sum(one.cycles for rows in groups.values() for one in rows)
    few = [" to ".join(key) for key in groups if key not in known]
    notes = []
    if nowhere:
        notes.append(f"{nowhere} cycles are on no route: no zone is drawn where they were loaded or dumped.")
    if few:
        notes.append(f"Of too few cycles to say where trucks wait: {', '.join(few)}.")
    return notes


def _row(change: Change, hauls: Sequence[Haul], load: float | None) -> RouteRow:
    loaded_at, dumped_at = change.route
    cycles = sum(one.cycles for one in hauls)
    hours = sum(one.seconds for one in hauls) / 3600 / change.trucks
    return RouteRow(
        loaded_at=loaded_at,
        dumped_at=dumped_at,
        cycles=cycles,
        trucks=change.trucks,
        tph=per(load * cycles if load is not None else None, hours),
        more_tph=change.more_tph if load is not None else None,
        less_tph=change.less_tph if load is not None else None,
        bottleneck=change.bottleneck,
        busy=min(change.busy, 1.0),
        sentence=_advice(change, load),
    )


def _advice(change: Change, load: float | None) -> str:
    held = f"{change.bottleneck} serves a truck {percent(min(change.busy, 1.0))} of the time"
    if load is None:
        return f"{held}; what trucks carry here is not known."
    more, less = (quantity(tph, "t/h", signed=True) for tph in (change.more_tph, change.less_tph))
    gain = f"a truck more would bring {more}, one less {less}, while all work"
    worth = change.more_tph > _WORTH * abs(change.less_tph) * change.trucks
    return f"{held}; {gain}." if worth else f"{held}; {gain}: a truck more is not worth it."


def _loaders(network: Network, routes: Sequence[Key], groups: Mapping[Key, list[Haul]]) -> list[Loader]:
    factors = matches(network)
    return [_loader(zone, factors[zone], network, routes, groups) for zone in sorted({key[0] for key in routes})]


def _loader(
    zone: str, factor: float, network: Network, routes: Sequence[Key], groups: Mapping[Key, list[Haul]]
) -> Loader:
    here = [one for key in routes if key[0] == zone for one in groups[key]]
    trucks = sum(route.trucks for route, key in zip(network.routes, routes, strict=True) if key[0] == zone)
    least, most = _MATCHED
    told = "waits for trucks" if factor < least else "has trucks waiting for it" if factor > most else "is matched"
    return Loader(
        zone=zone,
        match_factor=factor,
        trucks=trucks,
        loading_s=sum(one.loading_s for one in here) / sum(one.cycles for one in here),
        sentence=f"{zone} {told}: its trucks would come at {factor:.2f} times the rate at which it loads them.",
    )
