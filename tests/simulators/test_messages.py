"""Are a machine's messages in the contract, and the same for the same seed?"""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from models.messages import Stream, decode_event, decode_telemetry, parse_topic
from simulators.__main__ import DEMO, app
from simulators.feed import Feed, Sent
from simulators.fleet import Fleet
from simulators.world import World
from tests.simulators.conftest import moment

START = moment("2026-11-18T04:00:00Z")
HISTORY = ["history", "--from", "2026-11-18T06:00:00Z", "--to", "2026-11-18T09:30:00Z"]


@pytest.fixture(scope="module")
def world(demo: Fleet) -> World:
    """Return the demo fleet, its story begun on a Wednesday morning."""
    return World.begin(demo, 1, START)


def run(*arguments: str) -> tuple[int, str]:
    """Return how the command ended and what it said, on lines as wide as needed."""
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300", "TERM": "dumb", "NO_COLOR": "1"})
    return result.exit_code, result.output


def seqs(sent: list[Sent]) -> list[int]:
    return [json.loads(one.payload)["seq"] for one in sent]


def test_every_message_is_one_that_the_platform_understands(world: World) -> None:
    lost = told = 0
    for machine, story in world.machines.items():
        for sent in Feed(story, "b", 60.0, batch=60).messages(START + 3600, START + 6 * 3600):
            name, stream = parse_topic(sent.topic)
            assert name == machine
            if stream is Stream.EVENT:
                assert decode_event(sent.payload).time_ms <= sent.time_s * 1000
            else:
                telemetry = decode_telemetry(sent.payload)
                assert not telemetry.flaws
                assert not telemetry.extra
                lost += int(np.isnan(telemetry.values).sum())
                told += telemetry.values.size
    assert 0 < lost < told / 2000


def test_messages_are_numbered_from_0_without_gaps_in_order_of_time(world: World) -> None:
    feed = Feed(world.machines["yar-ht-02"], "b", 60.0, batch=10)
    days = [feed.messages(START + day * 86_400, START + (day + 1) * 86_400) for day in range(3)]
    sent = [one for day in days for one in day]
    assert seqs(sent) == list(range(len(sent)))
    assert [one.time_s for one in sent] == sorted(one.time_s for one in sent)
    assert {parse_topic(one.topic)[1] for one in sent} == {Stream.TELEMETRY, Stream.EVENT}


def test_the_same_readings_are_sent_however_time_is_cut(world: World) -> None:
    story = world.machines["skb-ht-01"]
    whole = Feed(story, "b", 1.0, batch=1).messages(START + 7200, START + 7320)
    pieces = Feed(story, "b", 1.0, batch=1)
    cut = [one for first in range(0, 120, 40) for one in pieces.messages(START + 7200 + first, START + 7240 + first)]
    assert [one.time_s for one in cut] == [one.time_s for one in whole]
    assert len(whole) == 120


def test_a_machine_sends_once_a_second_also_while_it_stands(world: World) -> None:
    night = Feed(world.machines["skb-ht-01"], "b", 1.0, batch=1).messages(START - 3600, START)
    assert len(night) == 3600


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for folder, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        assert run(*HISTORY, "--seed", seed, "--out", str(tmp_path / folder))[0] == 0
    one, same, other = (
        [path.read_bytes() for path in sorted((tmp_path / folder).iterdir())] for folder in ("a", "b", "c")
    )
    assert len(one) == 24
    assert one == same
    assert one != other


def test_a_history_file_holds_a_topic_and_a_payload_on_each_line(tmp_path: Path) -> None:
    code, said = run(*HISTORY, "--out", str(tmp_path), "--checkpoint", str(tmp_path / "kept" / "checkpoint.json"))
    assert code == 0
    assert "24 machines" in said
    for line in (tmp_path / "skb-ht-01.jsonl").read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        assert message.keys() == {"topic", "payload"}
        assert decode_telemetry(message["payload"].encode()).time_ms[0] >= moment("2026-11-18T06:00:00Z") * 1000
    assert (tmp_path / "kept" / "checkpoint.json").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["history", "--from", "2026-11-18", "--to", "2026-11-19T00:00:00Z"], "right is for example"),
        (["history", "--from", "yesterday", "--to", "2026-11-19T00:00:00Z"], "'yesterday' is not a moment"),
        (["history", "--from", "2026-11-19T00:00:00Z", "--to", "2026-11-18T00:00:00Z"], "is not before"),
        ([*HISTORY, "--fleet", "none.toml"], "none.toml: there is no such file"),
        ([*HISTORY, "--step", "0"], "greater than or equal to 1"),
    ],
)
def test_a_wrong_order_is_answered_with_what_would_be_right(tmp_path: Path, arguments: list[str], says: str) -> None:
    code, said = run(*arguments, "--out", str(tmp_path))
    assert code == 2
    assert says in said


@pytest.mark.parametrize(
    ("text", "mqtt", "says"),
    [
        (None, "mqtt://localhost", "cannot be read"),
        ("[", "mqtt://localhost", "is not a credentials file"),
        ("{}", "mqtt://localhost", "commission them in the registry first"),
        ("all", "localhost:1883", "right is mqtt://host:port"),
    ],
)
def test_wrong_credentials_or_addresses_are_explained(tmp_path: Path, text: str | None, mqtt: str, says: str) -> None:
    path = tmp_path / "credentials.json"
    if text == "all":
        machines = [line.split('"')[1] for line in DEMO.read_text().split("[[machine]]\n")[1:]]
        text = json.dumps({machine: {"username": machine, "password": "p"} for machine in machines})
    if text is not None:
        path.write_text(text, encoding="utf-8")
    code, said = run("live", "--credentials", str(path), "--mqtt", mqtt)
    assert code == 2
    assert says in said


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        (["--speed", "60"], "--speed makes up for time that is past; right is with --from"),
        (["--from", "2999-01-01T00:00:00Z"], "is still to come; right is a moment in the past"),
        (["--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z"], "is not after 2026-01-02T00:00:00Z"),
        ([], "--credentials is missing; right is the file with"),
    ],
)
def test_a_fleet_that_cannot_be_published_is_answered_with_what_would_be_right(
    arguments: list[str], right: str
) -> None:
    status, said = run("--publish", *arguments)
    assert status == 2
    assert right in said
