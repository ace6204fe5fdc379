"""What can a person ask of the platform from a terminal?"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.commands.access_log import access_log
from deploy.commands.bench import bench
from deploy.commands.evaluate import evaluate
from deploy.commands.model import model
from deploy.commands.train import train
from deploy.failure import Failure

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    # Locals hold passwords.
    pretty_exceptions_show_locals=False,
    help="Run and look after Howdah, the platform of small services for fleets of connected machines.",
    epilog="Everything it keeps lies in .howdah/ in the project's folder. Start with: howdah up",
)


@app.command()
def up(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Start aside, see that every service answers with live data, stop.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over: forget all data, users and passwords.")] = False,
    port: Annotated[int, typer.Option(help="Where the dashboard and the API are.", min=1, max=65535)] = 8080,
    history_days: Annotated[float, typer.Option(help="How far the fleet's history goes back.", min=0, max=60)] = 7,
    detail_hours: Annotated[
        float, typer.Option(help="How much of it, to the present, has a reading a second.", min=0, max=24)
    ] = 4,
    workers: Annotated[int, typer.Option(help="How many processes share ingest.", min=1, max=4)] = 1,
) -> None:
    """Start the platform with a simulated fleet, and keep it running until Ctrl-C.

    A second start goes on with the data of the first, and fills the time between with history.
    """
    from deploy.commands import check as checking
    from deploy.commands import up as starting

    if check:
        raise typer.Exit(checking.run())
    starting.run(port=port, fresh=fresh, history_days=history_days, detail_hours=detail_hours, workers=workers)


@app.command()
def down() -> None:
    """Stop the platform that `howdah up` runs in another terminal."""
    from deploy.state import Home

    stopped = Home.of_project().stop()
    Console().print("Stopped." if stopped else "Nothing runs here.")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one line of JSON, for programs.")] = False,
) -> None:
    """Show what runs, where, and how each service says it is."""
    from deploy.commands import status as showing

    raise typer.Exit(showing.run(as_json=as_json))


@app.command()
def logs(
    names: Annotated[
        list[str] | None, typer.Argument(help="Programs, such as ingest or registry; all, if none.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on showing what is written.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", help="How many of the last lines.", min=0)] = 20,
) -> None:
    """Show the end of the programs' logs."""
    from deploy.commands import logs as showing

    showing.run(names or [], follow=follow, lines=lines)


@app.command()
def migrate() -> None:
    """Bring the platform's database up to date, also when the platform does not run."""
    from deploy.commands import migrate as migrating

    migrating.run()


@app.command(add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def simulate(context: typer.Context) -> None:
    """Hand over to the simulators: see `howdah simulate --help`."""
    from deploy.commands import simulate as simulating

    raise typer.Exit(simulating.run(context.args))


@app.command()
def new_service(
    name: Annotated[str, typer.Argument(help="The noun of its question, words joined by hyphens: tyre-pressure.")],
) -> None:
    """Make a service that runs: its folder, schema, tests, documentation, and its place in every list."""
    from deploy.commands import newcomer

    newcomer.run(name)


@app.command()
def doctor() -> None:
    """Say what is installed, reachable and current, what is wrong, and what to do about it."""
    from deploy.commands import doctor as examining

    raise typer.Exit(examining.run())


app.add_typer(bench, name="bench")
app.add_typer(evaluate, name="evaluate")
app.add_typer(train, name="train")
app.add_typer(model, name="model")
app.add_typer(access_log, name="access-log")

rejected = typer.Typer(no_args_is_help=True, help="Look at messages that were refused, and replay them after a fix.")
app.add_typer(rejected, name="rejected")

OfMachine = Annotated[str | None, typer.Option("--machine", help="Only of this machine, by its id.")]
ForReason = Annotated[str | None, typer.Option("--reason", help="Only for this reason: see docs/contract/reasons.md.")]
Since = Annotated[
    str | None, typer.Option("--since", help="Only from this time on: 2026-05-04T12:30Z, or 90min, 6h, 2d ago.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


@rejected.command("list")
def list_rejected(
    machine: OfMachine = None,
    reason: ForReason = None,
    since: Since = None,
    limit: Annotated[int, typer.Option(help="How many of the newest.", min=1, max=100_000)] = 50,
    as_json: AsJson = False,
) -> None:
    """List messages that are refused, the newest first, with `--json` as one object a line."""
    from deploy.commands import rejected as refused
    from deploy.commands.rejected.place import wanted

    refused.show_list(wanted(machine=machine, reason=reason, since=since), limit=limit, as_json=as_json)


@rejected.command("show")
def show_rejected(
    number: Annotated[int, typer.Argument(metavar="ID", help="As `howdah rejected list` names it.")],
    raw: Annotated[bool, typer.Option("--raw", help="Write its bytes, and nothing else.")] = False,
) -> None:
    """Show one message: why it was refused, when and where it came, and its bytes."""
    from deploy.commands import rejected as refused

    refused.show_one(number, raw=raw)


@rejected.command("replay")
def replay_rejected(
    *,
    ids: Annotated[list[int] | None, typer.Option("--id", metavar="ID", help="This one; may be repeated.")] = None,
    machine: OfMachine = None,
    reason: ForReason = None,
    since: Since = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Store refused messages that would be taken at present: after a machine was commissioned, or a decoder mended.

    They take the way of live messages, beside a running ingest, and each is stored once, however often this is run.
    """
    from deploy.commands import rejected as refused
    from deploy.commands.rejected.place import wanted

    chosen = wanted(ids=ids, machine=machine, reason=reason, since=since)
    raise typer.Exit(refused.replay(chosen, dry_run=dry_run, as_json=as_json))


@app.command("export")
def export_belongings(
    customer: Annotated[str, typer.Argument(help="The customer's id.")],
    folder: Annotated[Path, typer.Option("--to", help="The folder that the files are written to.", file_okay=False)],
) -> None:
    """Write all data of a customer into files, with a manifest: what they may have at any time (EU Data Act, GDPR)."""
    from deploy.commands.belongings import hand_over

    hand_over(customer, folder)


def main() -> None:
    """Run the `howdah` command; what a person can mend is told in two lines, without a traceback."""
    try:
        app()
    except Failure as failure:
        console = Console(stderr=True)
        console.print(f"[red bold]✗[/] {failure.problem}", highlight=False, soft_wrap=True)
        console.print(f"  {failure.remedy}", highlight=False, soft_wrap=True)
        sys.exit(1)
