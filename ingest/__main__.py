"""How is ingest started, live or with `--backfill PATH` to store messages from files?"""

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn

from ingest.backfill import NotMessages, backfill
from ingest.delivery import Confirmer
from ingest.fleet import Fleet
from ingest.follower import Follower
from ingest.host import Host
from ingest.housekeeping import Housekeeping
from ingest.pipeline import Pipeline
from ingest.rollup import Ledger
from ingest.settings import IngestSettings
from ingest.source import MqttSource, connect, leave
from ingest.store import Store
from ingest.web import Watch, make_app
from services.kit.log import configure_logs
from services.kit.mqtt import Mqtt
from services.kit.settings import read


async def serve(settings: IngestSettings, *, keeper: type[Store] = Store, connection: type[Mqtt] = Mqtt) -> None:
    """Store what the machines say until the process is told to stop; ends when any part of it fails.

    Benchmarks give a `keeper` and a `connection` that leave something out, to find what that is worth.
    """
    # uvicorn takes these signals, ends, and raises them again: without a handler that would end us before our farewell.
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, lambda: None)
    fleet, ledger = Fleet(), Ledger(settings.held_minutes)
    kept = {"kept_rejects": settings.kept_rejects, "kept_reject_bytes": settings.kept_reject_bytes}
    store, host = keeper(settings.database_url, **kept, ledger=ledger), Host()
    is_host = settings.sparkplug and settings.worker == 1
    async with connect(settings, will=host.will if is_host else None, kind=connection) as mqtt:
        confirmer = Confirmer(mqtt, settings)
        source, tell = MqttSource(mqtt, settings), partial(host.tell, mqtt)
        pipeline = Pipeline(source, store, fleet, settings, tell=tell, on_awaited=confirmer.hurry)
        try:
            await _run_until_one_ends(
                web=_server(settings, Watch(settings, mqtt, pipeline.pulse)).serve(),
                pipeline=pipeline.run(),
                housekeeping=Housekeeping(fleet, settings, ledger).run(),
                latest=Follower(ledger, settings).run(),
                confirmer=confirmer.run(),
                **({"host": host.run(mqtt)} if is_host else {}),
            )
        finally:
            await store.reset()


def _server(settings: IngestSettings, watch: Watch) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            make_app(settings, watch),
            settings.host,
            settings.port,
            access_log=False,
            log_level="warning",
            lifespan="off",
        )
    )


async def _run_until_one_ends(**parts: Coroutine[object, object, None]) -> None:
    tasks = {asyncio.create_task(part, name=name) for name, part in parts.items()}
    ended, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.wait(others)
    for task in ended:
        task.result()


def main() -> None:
    """Run ingest as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Store what the machines say.")
    parser.add_argument(
        "--backfill", type=Path, metavar="PATH", help="store the messages of a .jsonl or .jsonl.gz file, or of a folder"
    )
    parser.add_argument("--leave", action="store_true", help="give up this worker's share of the messages for good")
    chosen = parser.parse_args()
    settings = read(IngestSettings)
    configure_logs(settings, "ingest")
    # A batch is many objects that live until it is stored: looking through them often finds nothing and costs a tenth.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    if chosen.backfill is not None:
        _try(backfill(chosen.backfill, settings, _print))
    elif chosen.leave:
        _try(leave(settings))
    else:
        asyncio.run(serve(settings))


def _try(work: Coroutine[Any, Any, object]) -> None:
    """Do one thing and say how it ended."""
    try:
        done = asyncio.run(work)
    except (NotMessages, OSError) as error:
        sys.exit(str(error) or type(error).__name__)
    _print(str(done or "Done."))


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
