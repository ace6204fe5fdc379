"""How right are the models, measured against a truth that they do not see?"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

evaluate = typer.Typer(no_args_is_help=True, help="Measure models against the truth, beside what knows nothing.")

Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
Table = Annotated[Path, typer.Option(help="A CSV file: column names, then a row for each moment, in order of time.")]
Time = Annotated[str, typer.Option(help="The column that holds the time.")]
Label = Annotated[str, typer.Option(help="The column that is 1 in an anomaly and 0 otherwise.")]
FitRows = Annotated[int, typer.Option(min=1, help="How many of the first rows show health; the others are judged.")]
LeaveOut = Annotated[list[str] | None, typer.Option(help="A column that is no measurement; may be repeated.")]


@evaluate.command()
def anomaly(
    *, csv: Table, time: Time, label: Label, fit_rows: FitRows, leave_out: LeaveOut = None, as_json: Json = False
) -> None:
    """Run the detector on a labelled table, fitted on its first rows."""
    from benchmarks.accuracy.anomaly import evaluate as measured
    from benchmarks.accuracy.labelled import BadTable

    _show(lambda: measured(csv, time, label, fit_rows, leave_out or ()), BadTable, as_json=as_json)


def _show(measured: Callable[[], Mapping[str, object]], bad: type[ValueError], *, as_json: bool) -> None:
    """Print figures; end with what is wrong where what was given cannot be used."""
    try:
        figures = measured()
    except bad as error:
        raise typer.BadParameter(str(error)) from None
    if as_json:
        typer.echo(orjson.dumps(figures).decode())
        return
    for name, value in figures.items():
        told = f"{value:.3f}" if isinstance(value, float) else value
        Console().print(f"{name:>16}  {told}", highlight=False)
