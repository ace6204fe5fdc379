"""How is a recorded fleet shown beside what is published of real ones?"""

from html import escape
from pathlib import Path

import numpy as np

from simulators.fleet.geography import Array
from simulators.report.drawing import histogram, scatter
from simulators.report.figure import Figure, cycle_minutes, drift_m, figures, idle_shares, load_shares
from simulators.report.recorded import Recorded

_DOTS = 1500
_SAYS = {True: ("yes", "✓"), False: ("no", "✗ outside"), None: ("none", "not in this recording")}
_HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The simulated fleet beside real ones</title>
<style>
:root { color-scheme: light dark } body { font: 15px system-ui, sans-serif; max-width: 62rem; margin: 2rem auto }
table { border-collapse: collapse } td, th { padding: .3rem .8rem; border-bottom: 1px solid #8884; text-align: left }
td.number { text-align: right; font-variant-numeric: tabular-nums } .no { color: #c33 } .none { opacity: .6 }
svg { max-width: 100%; height: auto; display: block; margin: 1rem 0 }
</style>
<h1>The simulated fleet beside real ones</h1>
"""


def write_page(recorded: Recorded, path: Path) -> list[Figure]:
    """Write the report of a recording as one HTML file, and return its figures; raises `NoRecording`."""
    found = figures(recorded)
    rows = "".join(map(_row, found))
    table = f"<table><tr><th>figure<th>fleet<th>published<th>source<th></tr>{rows}</table>"
    told = f"<p>{len(recorded.machines)} machines. Shaded: what is published.</p>"
    path.write_text(_HEAD + told + table + _plots(recorded) + "</html>\n", encoding="utf-8")
    return found


def _row(figure: Figure) -> str:
    look, says = _SAYS[figure.holds]
    value = "" if figure.holds is None else f"{figure.value:.3g} {figure.unit}"
    band = f"{figure.low:.3g} – {figure.high:.3g} {figure.unit}"
    cells = f'<td class="number">{value}<td class="number">{band}<td>{escape(figure.source)}'
    return f'<tr><td>{escape(figure.name)}{cells}<td class="{look}">{says}</tr>'


def _plots(recorded: Recorded) -> str:
    share, loads = 100 * idle_shares(recorded), 100 * load_shares(recorded)
    air, coolant = _warmth(recorded)
    return "".join(
        (
            histogram("Idling of each machine, % of its running hours", share, (30, 45), 20),
            histogram("Haul cycles, min", cycle_minutes(recorded), (6, 15), 60),
            histogram("Loads of trucks, % of rated", loads, (88, 110), 50),
            histogram("Drift of the receiver while a machine stands, m", drift_m(recorded), (0.1, 0.8)),
            scatter("Coolant at work over the air's temperature, °C", air, coolant),
        )
    )


def _warmth(recorded: Recorded) -> tuple[Array, Array]:
    """Return temperatures of air and coolant at some moments of work of all machines."""
    names = ("ambient_temperature_c", "coolant_temperature_c", "engine_load_percent")
    told = [recorded.readings(one, names) for one in recorded.of_kind("haul_truck", "wheel_loader", "excavator")]
    pairs = [
        np.array([one["ambient_temperature_c"], one["coolant_temperature_c"]])[:, one["engine_load_percent"] > 30]
        for one in told
    ]
    every = np.concatenate(pairs, axis=1)
    some = every[:, :: every.shape[1] // _DOTS + 1]
    return some[0], some[1]
