"""How do machines of which little or much is known lie in a funnel plot?"""

from dataclasses import replace

import numpy as np

from benchmarks.accuracy.chart import Chart
from benchmarks.accuracy.market import hauls_of, machines_of, market_of
from models.benchmarking.funnel import funnel
from models.benchmarking.haulage import Cycles
from models.benchmarking.unit import Hauls, judge

_MOST, _FEWEST, _HIGHEST = 200, 10, 1.5


def picture(seed: int) -> str:
    """Return a market's machines by their cycles, of which each has another number, and their index as it is measured,
    in the limits of typical machines, as an SVG document."""
    market = market_of(seed, 0, _MOST)
    counts = np.random.default_rng(seed).integers(_FEWEST, _MOST + 1, len(market.machines))
    told = _first(hauls_of(market), counts)
    judged = judge(machines_of(market), told, seed)
    index = judged.measured / judged.expected
    called = judged.standings.worst_tenth > 0.5
    limits = funnel(judged.cv, judged.beyond, _MOST)
    inner = [*zip(limits.cycles.tolist(), limits.inner_low.tolist(), limits.inner_high.tolist(), strict=True)]
    points = [*zip(judged.cycles.tolist(), index.tolist(), strict=True)]
    return Chart(
        title="Index of trucks by the cycles that are known of them",
        across="cycles",
        up="burnt / expected",
        most=(_MOST, _HIGHEST),
        lines={"typical, 95 %": [(cycles, 1.0) for cycles, _, _ in inner]},
        bands={"typical, 95 %": inner},
        dots={
            "trucks": [one for one, worst in zip(points, called, strict=True) if not worst],
            "worst tenth": [one for one, worst in zip(points, called, strict=True) if worst],
        },
    ).svg()


def _first(hauls: Hauls, counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Hauls:
    """Return the first cycles of each machine, so many of each."""
    kept = np.arange(len(hauls.machine)) % _MOST < counts[hauls.machine]
    columns = {name: getattr(hauls.cycles, name)[kept] for name in Cycles.__dataclass_fields__}
    return replace(hauls, machine=hauls.machine[kept], cycles=Cycles(**columns), fuel_l=hauls.fuel_l[kept])
