"""Does a platform's own database teach what is usual for its machines, and is what was ill left out?"""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from deploy.commands.train import train as cli
from models.artifact import load, read_card
from models.diagnosis.keeping import KIND, PARTS, RECIPE, inputs_of
from services.diagnostics.training.fitting import train
from services.kit.parameter import Period
from services.kit.settings import Settings
from services.kit.testing import Database
from tests.models.truck import TRUCK, minutes
from tests.services.diagnostics.diagnosis.past import begin_of_past, clogged, commission, store

DAYS = 4
BEGIN = begin_of_past(DAYS * 24)


async def learned(database: Database) -> dict[str, bytes]:
    settings = Settings(database_url=SecretStr(database.url("svc_diagnostics")))
    return await train(settings, Period(BEGIN, datetime.now(UTC)))


def trucks(database: Database) -> None:
    """Let four trucks have worked for some days, one of them with an air filter that clogged from the third day on."""
    for number, told in enumerate([minutes(1), minutes(2), minutes(3), clogged(4)]):
        commission(database, f"ht-{number}", "purpose:training")
        store(database, f"ht-{number}", BEGIN, told, np.arange(DAYS * 1440))


def note(database: Database, mode: str | None, outcome: str, day: float) -> None:
    """Let an order on the ill truck have been closed with this outcome."""
    values = [mode, outcome, BEGIN + timedelta(days=day)]
    with database.admin() as connection:
        connection.execute(
            "insert into diagnostics.label (work_order, machine, mode, place, outcome, repaired, closed_at)"
            " select count(*), 'ht-3', %s, '', %s, false, %s from diagnostics.label",
            values,
        )


async def test_machines_of_a_platform_teach_what_is_usual_and_labels_say_what_was_right(database: Database) -> None:
    trucks(database)
    note(database, "air_filter_clogging", "confirmed", 3.8)
    note(database, "alternator", "not_found", 3.9)
    (content,) = (await learned(database)).values()
    model, card = load(content, KIND, RECIPE, inputs_of(TRUCK), PARTS)
    assert model.own.models == ("t1",)
    assert card.learned_from.startswith(f"4 machines of a platform, {BEGIN:%Y-%m-%d %H:%M} to ")
    # Ten days before what was found are left out, and that is more than there are.
    assert card.metrics["healthy_machine_days"] == pytest.approx(3 * DAYS, abs=0.1)
    assert card.metrics["machines"] == 4
    assert card.metrics["labels"] == card.metrics["labels_found"] == card.metrics["labels_named"] == 1
    assert card.metrics["false_per_machine_day"] == 0


async def test_an_alert_is_left_out_with_a_day_around_it_and_few_machines_teach_nothing(
    database: Database, tmp_path: Path
) -> None:
    trucks(database)
    with database.admin() as connection:
        connection.execute(
            "insert into diagnostics.alert (machine, source, name, held_from, state, severity, sentence, raised_at,"
            " first_seen, last_seen, count, times) values ('ht-3', 'finding', 'x', %(at)s, 'open', 'info', 's', %(at)s,"
            " %(at)s, %(at)s, 1, 1)",
            {"at": BEGIN + timedelta(days=2)},
        )
    (content,) = (await learned(database)).values()
    assert read_card(content).metrics["healthy_machine_days"] == pytest.approx(4 * DAYS - 2, abs=0.1)
    with database.admin() as connection:
        connection.execute("delete from telemetry.rollup_minute where machine <> 'ht-1'")
    asked = ["diagnosis", "--from-platform", "--days", "5", "--out", str(tmp_path)]
    env = {"HOWDAH_DATABASE_URL": database.url("svc_diagnostics")}
    told = await asyncio.to_thread(CliRunner().invoke, cli, asked, env=env)
    assert told.exit_code == 2
    assert "No two machines of a family told" in told.output


async def test_a_machine_whose_owner_did_not_consent_teaches_nothing(database: Database) -> None:
    trucks(database)
    for number in (5, 6):
        commission(database, f"ht-{number}", "customer:silent")
        store(database, f"ht-{number}", BEGIN, minutes(number), np.arange(DAYS * 1440))
    with database.admin() as connection:
        connection.execute("delete from access.visibility where machine = 'ht-2'")
    (content,) = (await learned(database)).values()
    assert read_card(content).metrics["machines"] == 3
