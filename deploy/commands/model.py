"""Which fitted models does the platform have, and which of them answers?"""

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from deploy.failure import Failure
from deploy.state import Home
from models.artifact import Unusable
from services.kit.model import Placed, Role, Shelf

model = typer.Typer(no_args_is_help=True, help="Look at fitted models, add some, and say which of them answers.")

Folder = Annotated[
    Path | None,
    typer.Option(help="The folder of models, if not that of the platform here.", envvar="HOWDAH_MODELS_FOLDER"),
]
Name = Annotated[str, typer.Argument(help="As `howdah model list` names it.")]
Version = Annotated[str, typer.Argument(help="As `howdah model list` names it.")]
Part = Annotated[Role, typer.Option("--as", help="A champion answers; a challenger's answers are kept to compare.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]


@model.command("list")
def list_models(*, folder: Folder = None, as_json: AsJson = False) -> None:
    """List models with what each learned from, and how right it was on what it did not see."""
    shelf = _shelf(folder)
    with _told():
        placed = [one for name in shelf.names() for one in shelf.versions(name)]
    if as_json:
        typer.echo(orjson.dumps([_row(one) for one in placed]).decode())
    elif placed:
        Console().print(_table(placed))
    else:
        typer.echo(f"No model lies in {shelf.folder}. `howdah train --help` says how to make one.")


@model.command()
def add(
    file: Annotated[Path, typer.Argument(help="A file that `howdah train` wrote.", exists=True, dir_okay=False)],
    *,
    role: Annotated[Role | None, typer.Option("--as", help="The part that it is to play at once.")] = None,
    folder: Folder = None,
) -> None:
    """Put a model on the shelf, beside its other versions."""
    shelf = _shelf(folder)
    with _told():
        card = shelf.put(file.read_bytes())
        if role:
            shelf.appoint(card.name, card.version, role)
    typer.echo(f"{card.name} {card.version} is there" + (f", as {role}." if role else "."))


@model.command()
def appoint(name: Name, version: Version, *, role: Part = Role.CHAMPION, folder: Folder = None) -> None:
    """Let a version answer, or challenge the one that does; services take it up by themselves."""
    with _told():
        _shelf(folder).appoint(name, version, role)
    typer.echo(f"{name} {version} is {role}.")


@model.command()
def dismiss(name: Name, *, role: Part = Role.CHALLENGER, folder: Folder = None) -> None:
    """Let nobody be champion, or challenger, of a name; its versions stay."""
    with _told():
        _shelf(folder).dismiss(name, role)
    typer.echo(f"{name} has no {role}.")


def _shelf(folder: Path | None) -> Shelf:
    return Shelf(folder or Home.of_project().models)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Unusable as error:
        problem, _, remedy = str(error).partition(". ")
        raise Failure(f"{problem.rstrip('.')}.", remedy or "`howdah model list` shows what is there.") from None


def _row(one: Placed) -> dict[str, Any]:
    return {**asdict(one.card), "version": one.card.version, "role": one.role, "bytes": one.bytes}


def _table(placed: list[Placed]) -> Table:
    table = Table("model", "version", "part", "trained", "learned from", "on what was left out", box=None)
    for one in placed:
        figures = ", ".join(f"{name} {value:.3g}" for name, value in one.card.metrics.items())
        card = one.card
        table.add_row(card.name, card.version, one.role or "–", card.trained_at[:16], card.learned_from, figures)
    return table
