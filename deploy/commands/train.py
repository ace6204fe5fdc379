"""How are models fitted, and kept for who serves them?"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

train = typer.Typer(no_args_is_help=True, help="Fit models, and keep them as files that hold no code.")

Runs = Annotated[
    Path, typer.Option("--train", help="Units that ran to failure, in the format of C-MAPSS, plain or gzip.")
]
Out = Annotated[Path, typer.Option(help="The file that the model is written to.")]
Cap = Annotated[float, typer.Option(min=1, help="The longest life that is told, in cycles.")]
Seed = Annotated[int, typer.Option(min=0, help="What chance follows from.")]


@train.command()
def rul(*, runs: Runs, out: Out, cap: Cap = 125.0, seed: Seed = 0) -> None:
    """Fit an estimator of remaining life, and say how right it is on units that it did not see."""
    from benchmarks.accuracy.cmapss import Unreadable
    from benchmarks.accuracy.training import train_life

    try:
        card = train_life(runs, out, cap, seed)
    except (Unreadable, ValueError) as error:
        raise typer.BadParameter(str(error)) from None
    told = ", ".join(f"{name} {value:.3g}" for name, value in card.metrics.items())
    Console().print(f"{out}: {card.name} {card.version}, from {card.learned_from}; left out: {told}", highlight=False)
