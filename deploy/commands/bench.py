"""How are servers started for a benchmark, aside from any platform that runs here?"""

from typing import Annotated

import typer

bench = typer.Typer(no_args_is_help=True, help="Measure the platform on private servers of the run's own.")


@bench.command()
def ingest(
    *,
    messages: Annotated[int, typer.Option(min=1, help="Messages of a backlog that is drained.")] = 120_000,
    readings_per_message: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Readings in each; 1 and 10, if not given.")
    ] = None,
    machines: Annotated[int, typer.Option(min=1, max=100_000, help="Machines they come from.")] = 1_000,
    quick: Annotated[
        bool, typer.Option("--quick", help="Once over in about a minute, without what takes long.")
    ] = False,
    soak: Annotated[bool, typer.Option(help="Run 100,000 machines for five minutes.")] = True,
    peers: Annotated[bool, typer.Option(help="Measure peers, installed for it in the cache folder.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")] = False,
) -> None:
    """Compare ingest with its limits and its peers, on the same rows and servers."""
    from benchmarks.ingest.command import run
    from benchmarks.ingest.plan import Plan
    from deploy.servers.installation import cache_home
    from deploy.stand import standing

    plan = Plan(messages, readings_per_message, machines, soak_s=300 if soak else 0, peers=peers)
    if quick:
        plan = Plan.quick(min(messages, 20_000), readings_per_message, machines)
    with standing() as stand:
        servers = stand.start_database(), stand.start_broker()
        for server in servers:
            server.wait_until_ready(60)
        stand.migrate()
        raise typer.Exit(run(stand, servers, plan, cache_home(), as_json=as_json))


@bench.command()
def faults(
    *,
    number: Annotated[int, typer.Option("--faults", min=1, help="How many faults are injected.")] = 25,
    seed: Annotated[
        int | None, typer.Option(min=0, help="What the schedule follows from; drawn, if not given.")
    ] = None,
    readings: Annotated[int | None, typer.Option(min=1, help="How many readings are sent at least.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")] = False,
) -> None:
    """Run a fleet through injected faults, and compare what was sent with what is stored, row by row."""
    from benchmarks.faults.command import run
    from deploy.stand import standing

    with standing() as stand:
        raise typer.Exit(run(stand, faults=number, seed=seed, readings=readings, as_json=as_json))
