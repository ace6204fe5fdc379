"""How are models fitted, and kept for who serves them?"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.artifact import Card

train = typer.Typer(no_args_is_help=True, help="Fit models, and keep them as files that hold no code.")

Runs = Annotated[
    Path, typer.Option("--train", help="Units that ran to failure, in the format of C-MAPSS, plain or gzip.")
]
Out = Annotated[Path, typer.Option(help="The file that the model is written to.")]
Folder = Annotated[Path, typer.Option("--out", help="The folder that a file for each family is written to.")]
FleetFile = Annotated[Path, typer.Option(help="A fleet file, or the name of one that comes along.")]
Days = Annotated[int, typer.Option(min=3, max=120, help="How many days are simulated.")]
Cap = Annotated[float, typer.Option(min=1, help="The longest life that is told, in cycles.")]
Seed = Annotated[int, typer.Option(min=0, help="What chance follows from.")]
Seeds = Annotated[list[int] | None, typer.Option("--seed", min=0, help="What is simulated; may be repeated.")]


@train.command()
def rul(*, runs: Runs, out: Out, cap: Cap = 125.0, seed: Seed = 0) -> None:
    """Fit an estimator of remaining life, and say how right it is on units that it did not see."""
    from benchmarks.accuracy.cmapss import Unreadable
    from benchmarks.accuracy.training import train_life

    try:
        card = train_life(runs, out, cap, seed)
    except (Unreadable, ValueError) as error:
        raise typer.BadParameter(str(error)) from None
    _show(card)


@train.command()
def life(*, out: Out, fleet: FleetFile = Path("evaluation"), seed: Seeds = None, days: Days = 45) -> None:
    """Simulate fleets whose parts fail, and fit an estimator of how many operating hours a part has left."""
    from benchmarks.accuracy.cmapss import Unreadable
    from benchmarks.accuracy.training import train_parts
    from benchmarks.accuracy.trial import LEARN_SEEDS, NothingToLearn
    from simulators.terminal import fleet_of

    try:
        card = train_parts(fleet_of(fleet), seed or LEARN_SEEDS, days, out)
    except (Unreadable, NothingToLearn) as error:
        raise typer.BadParameter(str(error)) from None
    _show(card)


@train.command()
def diagnosis(*, folder: Folder, fleet: FleetFile = Path("evaluation"), seed: Seed = 11, days: Days = 28) -> None:
    """Simulate a fleet, fit what is usual for its machines, and say how right it is on machines left out."""
    from benchmarks.accuracy.diagnostics import NothingToJudge
    from benchmarks.accuracy.fitting import train_diagnosis
    from benchmarks.accuracy.recording import Order
    from simulators.terminal import fleet_of

    if not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder; make it first, or name another one.")
    try:
        cards = train_diagnosis(Order(fleet_of(fleet), seed, days), folder)
    except NothingToJudge as error:
        raise typer.BadParameter(str(error)) from None
    for card in cards:
        _show(card)


def _show(card: Card) -> None:
    told = ", ".join(f"{name} {value:.3g}" for name, value in card.metrics.items())
    Console().print(f"{card.name} {card.version}, from {card.learned_from}; left out: {told}", highlight=False)
