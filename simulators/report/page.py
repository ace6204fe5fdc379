"""How is a recorded fleet shown beside what is published of real ones?"""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import numpy as np

from simulators.fleet.geography import Array
from simulators.report.drawing import histogram, scatter
from simulators.report.figure import MOBILE, Figure, cycle_minutes, drift_m, figures, idle_shares, load_shares
from simulators.report.recorded import Recorded

_DOTS = 1500
_SAYS = {True: ("yes", "✓ inside"), False: ("no", "✗ outside"), None: ("none", "– too little recorded")}
_HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The simulated fleet beside real ones</title>
<style>
:root { color-scheme: light dark }
body { font: 15px system-ui, sans-serif; max-width: 66rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } td, th { padding: .3rem .6rem; border-bottom: 1px solid #8884; text-align: left }
td { vertical-align: top } .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.yes { color: #2a7d46 } .no { color: #c33 } .none { opacity: .7 } .yes, .no, .none { white-space: nowrap }
figure { margin: 1rem 0; overflow-x: auto } svg { max-width: 100%; min-width: 34rem; height: auto; display: block }
@media (prefers-color-scheme: dark) { .yes { color: #6fce8e } .no { color: #ff8b80 } }
@media (max-width: 48rem) {
  thead { display: none } tr { display: block; padding: .5rem 0; border-bottom: 1px solid #8884 }
  td { display: block; border: 0; padding: .1rem 0; text-align: left } td:first-child { font-weight: 600 }
  td.number { text-align: left }
  td[title]::before { content: attr(title) ": "; opacity: .7 }
}
</style>
<h1>The simulated fleet beside real ones</h1>
"""


def write_page(recorded: Recorded, path: Path) -> list[Figure]:
    """Write the report of a recording as one HTML file, and return its figures; raises `NoRecording`."""
    found = figures(recorded)
    head = "<tr><th>figure<th class=number>fleet<th class=number>published<th>source<th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{''.join(map(_row, found))}</tbody></table>"
    body = _told(recorded, found) + table + _plots(recorded)
    path.write_text(_HEAD + body + "</html>\n", encoding="utf-8")
    return found


def _told(recorded: Recorded, found: list[Figure]) -> str:
    """Return what was recorded, and how much of it can be compared."""
    since, until = (datetime.fromtimestamp(moment, UTC) for moment in recorded.span_s)
    period = f"{since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} UTC"
    told = f"<p>{len(recorded.machines)} machines, {period}. Shaded in the plots: what is published.</p>"
    if any(figure.holds is not None for figure in found):
        return told
    return (
        f"{told}<p><strong>No machine worked in this period: there is nothing to compare.</strong> Record a working "
        "day or more with --from and --to.</p>"
    )


def _row(figure: Figure) -> str:
    look, says = _SAYS[figure.holds]
    value = "–" if figure.holds is None else f"{figure.value:.3g} {figure.unit}"
    band = "–" if np.isnan(figure.low) else f"{figure.low:.3g} – {figure.high:.3g} {figure.unit}"
    cells = f'<td class="number" title="fleet">{value}<td class="number" title="published">{band}'
    return (
        f'<tr><td>{escape(figure.name)}{cells}<td title="source">{escape(figure.source)}<td class="{look}">{says}</tr>'
    )


def _plots(recorded: Recorded) -> str:
    share, loads = 100 * idle_shares(recorded), 100 * load_shares(recorded)
    air, coolant = _warmth(recorded)
    plots = (
        histogram("Machines by the share of their running hours in which they idle", "%", share, (30, 45), 20),
        histogram("Haul cycles by their minutes", "min", cycle_minutes(recorded), (6, 15), 60),
        histogram("Loads of trucks by their share of the rated one", "%", loads, (88, 110), 50),
        histogram("Stands of machines by how far the receiver drifts", "m", drift_m(recorded), (0.1, 0.8)),
        scatter("Coolant at work, °C, by the air's temperature", "°C", air, coolant),
    )
    return "".join(f"<figure>{plot}</figure>" for plot in plots if plot)


def _warmth(recorded: Recorded) -> tuple[Array, Array]:
    """Return temperatures of air and coolant at some moments of work of all machines."""
    names = ("ambient_temperature_c", "coolant_temperature_c", "engine_load_percent")
    told = [recorded.readings(one, names) for one in recorded.of_kind(*MOBILE)]
    pairs = [
        np.array([one["ambient_temperature_c"], one["coolant_temperature_c"]])[:, one["engine_load_percent"] > 30]
        for one in told
    ]
    every = np.concatenate([np.empty((2, 0)), *pairs], axis=1)
    some = every[:, :: every.shape[1] // _DOTS + 1]
    return some[0], some[1]
