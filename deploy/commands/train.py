"""How are models fitted, and kept for who serves them?"""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.artifact import Card, read_card

train = typer.Typer(no_args_is_help=True, help="Fit models, and keep them as files that hold no code.")

Runs = Annotated[
    Path, typer.Option("--train", help="Units that ran to failure, in the format of C-MAPSS, plain or gzip.")
]
Out = Annotated[Path, typer.Option(help="The file that the model is written to.")]
Folder = Annotated[Path, typer.Option("--out", help="The folder that a file for each family is written to.")]
FleetFile = Annotated[Path, typer.Option(help="A fleet file, or the name of one that comes along.")]
Days = Annotated[int, typer.Option(min=3, max=120, help="How many days are simulated, or of the platform's past.")]
FromPlatform = Annotated[
    bool,
    typer.Option(
        "--from-platform",
        help="Learn from what the platform's database (here, or HOWDAH_DATABASE_URL) keeps, not from a fleet.",
    ),
]
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
def diagnosis(
    *,
    folder: Folder,
    fleet: FleetFile = Path("evaluation"),
    seed: Seed = 11,
    days: Days = 28,
    from_platform: FromPlatform = False,
) -> None:
    """Fit what is usual for machines of a simulated fleet, or of the platform, and say how right it is on others."""
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder; make it first, or name another one.")
    cards = _of_platform(folder, days) if from_platform else _of_fleet(folder, fleet, seed, days)
    for card in cards:
        _show(card)


def _of_platform(folder: Path, days: int) -> list[Card]:
    from deploy.commands.database import service_settings
    from models.diagnosis.keeping import FAMILIES, name_of
    from services.diagnostics.training.fitting import train as fit
    from services.kit.parameter import Period

    now = datetime.now(UTC)
    settings = service_settings("diagnostics")
    _say(
        f"Reading {days} days of minutes, and fitting each family five times: one to keep, four to see how right it is."
    )
    made = asyncio.run(fit(settings, Period(now - timedelta(days=days), now)))
    if not made:
        said = f"No two machines of a family told in the last {days} days how hard they work"
        remedy = "name more days, ask for the consent (docs/consent.md), or learn from a simulated fleet"
        raise typer.BadParameter(f"{said}, with their owners' consent to training; {remedy}.")
    for name, content in made.items():
        (folder / f"{name}.model").write_bytes(content)
        _say(f"Wrote {folder / f'{name}.model'}; `howdah model add` puts it on the shelf.")
    for name in sorted({name_of(kind) for kind in FAMILIES} - made.keys()):
        _say(f"No {name}: fewer than two such machines told how hard they work, with consent.")
    return [read_card(content) for content in made.values()]


def _of_fleet(folder: Path, fleet: Path, seed: int, days: int) -> list[Card]:
    from benchmarks.accuracy.diagnostics import NothingToJudge
    from benchmarks.accuracy.fitting import train_diagnosis
    from benchmarks.accuracy.recording import Order
    from simulators.terminal import fleet_of

    try:
        return train_diagnosis(Order(fleet_of(fleet), seed, days), folder)
    except NothingToJudge as error:
        raise typer.BadParameter(str(error)) from None


def _say(line: str) -> None:
    Console(stderr=True, highlight=False).print(line, style="dim", markup=False, soft_wrap=True)


def _show(card: Card) -> None:
    told = ", ".join(f"{name} {value:.3g}" for name, value in card.metrics.items())
    Console().print(f"{card.name} {card.version}, from {card.learned_from}; left out: {told}", highlight=False)
