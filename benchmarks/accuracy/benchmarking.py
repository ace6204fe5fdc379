"""How well are trucks told apart that haul on other ways, with other loads and in another air?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from benchmarks.accuracy.attack import attack
from benchmarks.accuracy.funnel import picture
from benchmarks.accuracy.market import hauls_of, machines_of, market_of, unsafe_cells
from models.benchmarking.haulage import Array
from models.benchmarking.standing import WORST
from models.benchmarking.unit import Judged, judge
from simulators.market.haul import Market

CYCLES, MARKETS, WORLDS = 200, 10, 130
# Who is called one of the worst tenth is so with more than this chance.
CALLED = 0.5


@dataclass(frozen=True)
class Seen:
    """A market: the truth, what was judged, and what else is known of each machine, an entry each."""

    efficiency: Array
    judged: Judged
    raw_l_t: Array
    distance_m: Array
    payload_kg: Array

    @property
    def worst(self) -> NDArray[np.bool_]:
        """Which machines are really among the worst tenth."""
        return np.asarray(self.efficiency >= np.quantile(self.efficiency, 1 - WORST))

    @property
    def called(self) -> NDArray[np.bool_]:
        """Which machines are called so."""
        return np.asarray(self.judged.standings.worst_tenth > CALLED)

    @property
    def unshrunk(self) -> Array:
        """What was burnt over what is expected, taken as it is."""
        return self.judged.measured / self.judged.expected


def evaluate(
    seed: int, plots: Path | None = None, *, cycles: int = CYCLES, markets: int = MARKETS, worlds: int = WORLDS
) -> dict[str, object]:
    """Return how near the index of trucks is to their true efficiency, over some markets of 160 trucks each.

    Correlations are means over the markets, and coverage that of 95 % intervals. Where a folder for plots is named, a
    funnel plot is drawn there, as an SVG file.
    """
    if plots is not None:
        (plots / "peer-funnel.svg").write_text(picture(seed))
    seen = [_seen(market_of(seed, number, cycles), number) for number in range(markets)]
    gain = attack(seed, worlds)
    return {
        "spearman": _mean(seen, lambda one: one.judged.standings.index),
        "r_distance": _correlation(seen, [one.distance_m for one in seen]),
        "r_payload": _correlation(seen, [one.payload_kg for one in seen]),
        "coverage95": float(np.mean(np.concatenate([_covered(one) for one in seen]))),
        "false_worst_tenth": float(np.mean(np.concatenate([one.called[~one.worst] for one in seen]))),
        "found_worst_tenth": float(np.mean(np.concatenate([one.called[one.worst] for one in seen]))),
        "called_rightly": float(np.mean(np.concatenate([one.worst[one.called] for one in seen]))),
        "unsafe_cells": unsafe_cells(seed),
        "attack_gain": gain.in_all,
        "attack_gain_beyond_mean": gain.beyond_mean,
        "baselines": {
            "raw litres a tonne": {"spearman": _mean(seen, lambda one: one.raw_l_t)},
            "no shrinkage": {
                "spearman": _mean(seen, lambda one: one.unshrunk),
                "false_worst_tenth": float(np.mean(np.concatenate([_top(one)[~one.worst] for one in seen]))),
            },
        },
        "machines": sum(len(one.efficiency) for one in seen),
        "cycles": cycles,
        "seed": seed,
    }


def _seen(market: Market, number: int) -> Seen:
    judged = judge(machines_of(market), hauls_of(market), number)
    told = market.hauled
    tonnes = np.bincount(told.machine, told.payload_kg) / 1000
    metres, kg = (np.bincount(told.machine, one) / judged.cycles for one in (told.distance_m, told.payload_kg))
    # As the index does, the truth takes the middle of the peers for typical.
    truth = market.efficiency / np.exp(np.log(market.efficiency).mean())
    return Seen(truth, judged, judged.measured / tonnes, metres, kg)


def _mean(seen: Sequence[Seen], told: Callable[[Seen], Array]) -> float:
    return float(np.mean([spearmanr(told(one), one.efficiency).statistic for one in seen]))


def _correlation(seen: Sequence[Seen], other: Sequence[Array]) -> float:
    pairs = zip(seen, other, strict=True)
    return float(np.mean([np.corrcoef(one.judged.standings.index, column)[0, 1] for one, column in pairs]))


def _covered(one: Seen) -> NDArray[np.bool_]:
    told = one.judged.standings
    return np.asarray((told.low <= one.efficiency) & (one.efficiency <= told.high))


def _top(one: Seen) -> NDArray[np.bool_]:
    return np.asarray(one.unshrunk >= np.quantile(one.unshrunk, 1 - WORST))
