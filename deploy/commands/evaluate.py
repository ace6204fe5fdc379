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
Train = Annotated[Path, typer.Option(help="Engines that ran to failure, in the format of C-MAPSS, plain or gzip.")]
Test = Annotated[Path, typer.Option(help="Engines that were cut off before they failed.")]
Truth = Annotated[Path, typer.Option(help="How many cycles each engine of the test file lived on, a number a line.")]
KeptModel = Annotated[Path | None, typer.Option(help="A model that `howdah train rul` kept, instead of fitting one.")]
Seed = Annotated[int, typer.Option(min=0, help="What chance follows from.")]
Seeds = Annotated[int, typer.Option(min=1, max=200, help="How many seeds, from the first on.")]
FleetFile = Annotated[Path, typer.Option(help="A fleet file, or the name of one that comes along.")]
Days = Annotated[int, typer.Option(min=3, max=120, help="How many days are simulated.")]
WorkDays = Annotated[int, typer.Option(min=1, max=14, help="How many days are simulated, second by second.")]
WholeDays = Annotated[int, typer.Option(min=2, max=14, help="How many days are simulated, the first to learn from.")]
Repairs = Annotated[bool, typer.Option(help="Whether repairs are told, as work orders that are closed tell them.")]
Plots = Annotated[
    Path | None, typer.Option(exists=True, file_okay=False, help="A folder that plots are written to, as SVG files.")
]
LearnSeeds = Annotated[
    list[int] | None, typer.Option("--learn-seed", min=0, help="What is simulated to learn from; may be repeated.")
]


@evaluate.command()
def rul(
    *, train: Train, test: Test, truth: Truth, model: KeptModel = None, seed: Seed = 0, as_json: Json = False
) -> None:
    """Forecast the remaining life of engines, with intervals and probabilities of failure."""
    from benchmarks.accuracy.rul import evaluate as fitted
    from benchmarks.accuracy.rul import judge, read_case
    from benchmarks.accuracy.training import open_life

    def measured() -> Mapping[str, object]:
        case = read_case(train, test, truth)
        return judge(open_life(model)[0], case, seed) if model else fitted(case, seed)

    _show(measured, ValueError, as_json=as_json)


@evaluate.command()
def anomaly(
    *, csv: Table, time: Time, label: Label, fit_rows: FitRows, leave_out: LeaveOut = None, as_json: Json = False
) -> None:
    """Run the detector on a labelled table, fitted on its first rows."""
    from benchmarks.accuracy.anomaly import evaluate as measured
    from benchmarks.accuracy.labelled import BadTable

    _show(lambda: measured(csv, time, label, fit_rows, leave_out or ()), BadTable, as_json=as_json)


@evaluate.command()
def diagnostics(
    *,
    fleet: FleetFile = Path("evaluation"),
    seed: Seed = 1,
    days: Days = 36,
    repairs: Repairs = True,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Simulate a fleet and look for its failures, each machine by a model that was fitted on others."""
    from benchmarks.accuracy.diagnostics import NothingToJudge
    from benchmarks.accuracy.diagnostics import evaluate as measured
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days, repairs=repairs, plots=plots), NothingToJudge, as_json=as_json)


@evaluate.command()
def life(
    *,
    fleet: FleetFile = Path("evaluation"),
    seed: Seed = 1,
    days: Days = 36,
    learn_seed: LearnSeeds = None,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Forecast the life of the parts of a simulated fleet, by models that saw neither their machines nor the seed."""
    from benchmarks.accuracy.examination import evaluate as measured
    from benchmarks.accuracy.trial import NothingToLearn, others_than
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days, learn_seed or others_than(seed), plots), NothingToLearn, as_json=as_json)


@evaluate.command()
def plan(
    *,
    fleet: FleetFile = Path("evaluation"),
    seed: Seed = 1,
    days: Days = 36,
    learn_seed: LearnSeeds = None,
    as_json: Json = False,
) -> None:
    """Follow the plan on a simulated fleet, and compare its cost with failures, fixed intervals and foresight."""
    from benchmarks.accuracy.plan import evaluate as measured
    from benchmarks.accuracy.trial import NothingToLearn, others_than
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days, learn_seed or others_than(seed)), NothingToLearn, as_json=as_json)


@evaluate.command()
def weighing(
    *,
    fleet: FleetFile = Path("evaluation"),
    seed: Seed = 1,
    days: WorkDays = 2,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Weigh what the diggers of a simulated fleet load, by their booms alone, beside simpler scales."""
    from benchmarks.accuracy.weighing import NothingToWeigh
    from benchmarks.accuracy.weighing import evaluate as measured
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days, plots), NothingToWeigh, as_json=as_json)


@evaluate.command()
def scales(
    *, fleet: FleetFile = Path("evaluation"), seed: Seed = 200, seeds: Seeds = 24, as_json: Json = False
) -> None:
    """Let one scale after the other be 3 % off, under many seeds, and look after how many loads it is found."""
    from benchmarks.accuracy.offset import evaluate as measured
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, range(seed, seed + seeds)), ValueError, as_json=as_json)


@evaluate.command()
def production(
    *, fleet: FleetFile = Path("evaluation"), seed: Seed = 1, days: WorkDays = 3, as_json: Json = False
) -> None:
    """Foretell what sites carry with one truck less or more, beside the same days of sites that have it not."""
    from benchmarks.accuracy.production import NothingHauled
    from benchmarks.accuracy.production import evaluate as measured
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days), NothingHauled, as_json=as_json)


@evaluate.command()
def benchmarking(*, seed: Seed = 1, plots: Plots = None, as_json: Json = False) -> None:
    """Tell trucks of simulated markets apart, whatever they haul, and attack what their owners are told."""
    from benchmarks.accuracy.benchmarking import evaluate as measured

    _show(lambda: measured(seed, plots=plots), ValueError, as_json=as_json)


@evaluate.command()
def care(*, fleet: FleetFile = Path("evaluation"), seed: Seed = 1, days: WorkDays = 3, as_json: Json = False) -> None:
    """Simulate machines once a second, and look how they are treated and whether they can work."""
    from benchmarks.accuracy.care import NothingWatched
    from benchmarks.accuracy.care import evaluate as measured
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days), NothingWatched, as_json=as_json)


@evaluate.command()
def cycles(
    *,
    fleet: FleetFile = Path("evaluation"),
    seed: Seed = 1,
    days: WholeDays = 2,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Simulate trucks once a second, and look for their haul cycles with all phases."""
    from benchmarks.accuracy.cycles import NothingHauled
    from benchmarks.accuracy.cycles import evaluate as measured
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days, plots), NothingHauled, as_json=as_json)


@evaluate.command()
def traffic(
    *,
    fleet: FleetFile = Path("evaluation"),
    seed: Seed = 1,
    days: WorkDays = 1,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Simulate days on which nobody overtakes and roads are worked on, and look for who lost time where."""
    from benchmarks.traffic.evaluation import NothingDrove
    from benchmarks.traffic.evaluation import evaluate as measured
    from simulators.terminal import fleet_of

    chosen = fleet_of(fleet)
    _show(lambda: measured(chosen, seed, days, plots), NothingDrove, as_json=as_json)


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
