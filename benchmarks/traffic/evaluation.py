"""How right are passages, lost time, who is held up, and near misses, on simulated sites?"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np

from benchmarks.accuracy.recording import Order
from benchmarks.traffic.baseline import nearest
from benchmarks.traffic.encounter import ROOM, Met, encounters
from benchmarks.traffic.picture import picture
from benchmarks.traffic.scene import scenes
from benchmarks.traffic.tally import Tally, tallied
from models.positioning.ground import Floats
from models.positioning.readings import readings_of
from models.traffic.passage import joined, passages
from simulators.fleet import Fleet
from simulators.noise import key

# What the nearest segment of each fix can be asked for.
_BY_FIX = ("matched", "false", "seconds_pct", "seconds_p95_pct", "delay_pct", "worst_hours_found")


class NothingDrove(ValueError):
    """No machine of the fleet that tells every second drives over roads."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(f"fleet {fleet.name} has no json or sparkplug machine that drives; right is one that has")


def evaluate(fleet: Fleet, seed: int, days: int, plots: Path | None = None, *, processes: int = 2) -> dict[str, object]:
    """Return the figures of traffic on a simulated fleet, beside what knows less.

    Where a folder for plots is named, the time lost on a site's segments is drawn there on the map, as an SVG file.
    """
    order = Order(fleet, seed, days)
    sites = sorted({machine.site for machine in fleet.machines})
    with ProcessPoolExecutor(processes) as pool:
        scored = [*pool.map(_of_site, [order] * len(sites), sites)]
    total = reduce(add, (tally for tally, _, _ in scored), Tally())
    if not total.found:
        raise NothingDrove(fleet)
    if plots is not None:
        busiest = max(sites, key=lambda site: scored[sites.index(site)][0].found)
        (plots / "road-delay.svg").write_text(picture(next(scenes(Order(fleet, seed, 1), busiest))))
    poor = reduce(add, (one for _, one, _ in scored), Tally())
    met = [one for _, _, made in scored for one in made]
    return {
        **_figures(total),
        "near_misses": _near_misses(met),
        "baselines": {
            "nearest_fix": {name: figure for name, figure in _figures(poor).items() if name in _BY_FIX},
            "mean_speed": {
                "seconds_pct": 100 * float(np.median(np.abs(total.mean_error) / total.seconds_true)),
                "delay_pct": _pct(total.delay_mean_s, total.delay_true_s),
            },
        },
        "fleet": fleet.name,
        "seed": seed,
        "days": days,
    }


def _of_site(order: Order, site: str) -> tuple[Tally, Tally, list[Met]]:
    """Return how right the days of a site are told, how right by the nearest segment of each fix, and the encounters
    that were made."""
    total, poor = Tally(), Tally()
    met: list[Met] = []
    for number, scene in enumerate(scenes(order, site)):
        names = list(scene.told)
        readings = [readings_of(scene.ground, one.time_s, one.values) for one in scene.told.values()]
        rated = [one.rated_kg for one in scene.told.values()]
        found = [passages(scene.network, told, kg) for told, kg in zip(readings, rated, strict=True)]
        total += tallied(scene, names, joined(found))
        poor += tallied(scene, names, joined([nearest(scene.network, told.trace) for told in readings]))
        met += encounters(scene, key(order.seed, site, "encounters", number))
    return total, poor, met


def _figures(total: Tally) -> dict[str, object]:
    share = np.abs(total.seconds_error) / total.seconds_true
    wrong_s = np.abs(total.delay_told_s - total.delay_true_s)
    return {
        "matched": total.found / total.real,
        "false": (total.told - total.found) / max(total.told, 1),
        "seconds_pct": 100 * float(np.median(share)),
        "seconds_p95_pct": 100 * float(np.quantile(share, 0.95)),
        "loads": total.loads_right / max(total.loads, 1),
        "delay_pct": _pct(total.delay_told_s, total.delay_true_s),
        "delay_min_per_driven_h": float(wrong_s.sum() / 60 / total.driven_h.sum()),
        "held_up_precision": total.held_right / max(total.held_told, 1),
        "held_up_recall": total.held_right / max(total.held_true, 1),
        "held_up_recall_leader_tells": total.held_right_seen / max(total.held_seen, 1),
        "worst_hours_found": total.worst_found / max(total.worst, 1),
        "bounds_hold": total.bounds_hold / max(total.bounds, 1),
        "gradient_error_pct": 100 * float(np.abs(total.gradient_error).mean()) if len(total.gradient_error) else None,
        "passages": total.real,
        "lost_h": float(total.delay_true_s.sum()) / 3600,
        "driven_h": float(total.driven_h.sum()),
        "held_up": total.held_true,
    }


def _pct(told: Floats, true: Floats) -> float:
    """Return by how many per cent days of sites are wrong, by what is lost on them."""
    return 100 * float(np.abs(told - true).sum() / max(float(true.sum()), 1e-9))


def _near_misses(met: Sequence[Met]) -> dict[str, dict[str, float | int | None]]:
    """Return by kind how many of those made are told: of near misses, of those with ample evidence (half the limit and
    less), and of those with twice the room of the limit, which are none."""
    return {kind: _of_kind([one for one in met if one.kind == kind]) for kind in ("crossing", "rear_end")}


def _of_kind(met: Sequence[Met]) -> dict[str, float | int | None]:
    real, sure = [one for one in met if one.margin < 1], [one for one in met if one.margin < 1 / ROOM]
    none = [one for one in met if one.margin > ROOM]
    shares = {"found": real, "found_with_evidence": sure, "false": none}
    told = {name: sum(one.told for one in some) / len(some) if some else None for name, some in shares.items()}
    return {**told, "made": len(met), "near": len(real), "with_room": len(none)}
