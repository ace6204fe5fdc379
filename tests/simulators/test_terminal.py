"""Is everything that keeps the simulators from their work answered by one clear sentence?"""

import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from simulators.broadcast import pace_since
from simulators.fleet import Fleet
from tests.simulators.test_messages import run

PERIOD = ("--from", "2026-11-18T08:00:00Z", "--to", "2026-11-18T08:05:00Z")


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        (
            [*PERIOD, "--out", "{}/o", "--fleet", "nosuch"],
            "nosuch: there is no such file; right is a fleet file, or one",
        ),
        ([*PERIOD, "--out", "{}/o", "--fleet", "{}"], "cannot be read: Is a directory"),
        (["--from", "noon", "--to", "noon", "--out", "{}/o"], "--from: 'noon' is not a moment; right is for example"),
        (["--from", "9999-01-01T00:00:00Z", "--to", "noon", "--out", "{}/o"], "is not a moment; right is for example"),
        (["--from", "2026-11-18T08:00:00Z", "--out", "{}/o"], "--to missing; a recording takes --from, --to and --out"),
        ([*PERIOD, "--out", "{}/file"], "file is a file; right is a folder"),
        ([*PERIOD, "--out", "/proc/o"], "/proc/o: cannot be made a folder"),
        ([*PERIOD, "--out", "{}/o", "--speed", "60"], "--speed means something only with --publish"),
        ([*PERIOD, "--out", "{}/o", "--machines", "8"], "--machines means something only with --light"),
        ([*PERIOD, "--out", "{}/o", "--light", "--report"], "--report means nothing with --light"),
        (["--publish", "--out", "{}/o"], "--out means nothing with --publish"),
        (["--seed", "2"], "--from, --to, --out missing; a recording takes"),
        (["--publish", "--copy", "A b"], "'A b' cannot begin a machine's name; right are"),
        (
            ["--publish", "--light", "--mqtt", "here:1883"],
            "'here:1883' is not a broker's address; right is mqtt://host",
        ),
        (
            ["--publish", "--light", "--mqtt", "mqtt://127.0.0.1:1", "--machines", "4"],
            "Connection refused; is it a broker",
        ),
    ],
)
def test_what_cannot_be_done_is_answered_with_what_would_be_right(
    tmp_path: Path, arguments: list[str], right: str
) -> None:
    (tmp_path / "file").touch()
    status, said = run(*(one.format(tmp_path) for one in arguments))
    assert status == 2
    assert right in said


@pytest.mark.parametrize("more", [(), ("--light", "--machines", "8")])
def test_two_recordings_are_never_mixed(tmp_path: Path, more: tuple[str, ...]) -> None:
    first = [*PERIOD, "--out", f"{tmp_path}/o", "--light", "--machines", "4"]
    assert run(*first)[0] == 0
    kept = {path: path.read_bytes() for path in tmp_path.glob("o/*/*")}
    status, said = run(*PERIOD, "--out", f"{tmp_path}/o", *more)
    assert status == 2
    assert "holds a recording already; right is another folder" in said
    assert {path: path.read_bytes() for path in tmp_path.glob("o/*/*")} == kept


@pytest.mark.parametrize("more", [(), ("--light", "--machines", "400")])
def test_a_disk_that_takes_no_more_ends_a_recording_with_one_sentence(tmp_path: Path, more: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulators", *PERIOD, "--out", str(tmp_path / "o"), *more],
        capture_output=True,
        text=True,
        preexec_fn=_let_files_be_small,
    )
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path}/o: cannot be written: File too large; what is in {tmp_path}/o is not whole\n"


def _let_files_be_small() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.fixture
def unfriendly() -> Iterator[int]:
    """Yield the port of a broker that lets nobody in."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_refuse, args=[listener], daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _refuse(listener: socket.socket) -> None:
    try:
        while True:
            with listener.accept()[0] as connection:
                connection.recv(1000)
                connection.sendall(b"\x20\x03\x00\x87\x00")
    except OSError:
        # The listener is closed.
        return


def test_a_broker_that_does_not_let_machines_in_is_named_with_its_reason(
    demo: Fleet, tmp_path: Path, unfriendly: int
) -> None:
    known = {machine.id: {"username": machine.id, "password": "wrong"} for machine in demo.machines}
    (tmp_path / "c.json").write_bytes(orjson.dumps(known))
    arguments = ("--publish", "--credentials", str(tmp_path / "c.json"))
    status, said = run(*arguments, "--mqtt", f"mqtt://127.0.0.1:{unfriendly}")
    assert status == 2
    assert "skb-wl-01: the broker refuses the connection: not authorized (and 23 others)" in said
    assert "register the machines" in said
    status, said = run(*arguments, "--mqtt", "mqtt://127.0.0.1:1")
    assert status == 2
    assert "no broker answers at 127.0.0.1:1" in said


@pytest.mark.parametrize(("ago", "joins"), [(timedelta(minutes=1), True), (timedelta(hours=1), False)])
def test_live_machines_go_on_from_a_moment_that_was_a_little_while_ago(ago: timedelta, joins: bool) -> None:
    start = datetime.now(UTC) - ago
    clock = pace_since(start.isoformat(), 1.0).clock
    assert (clock.start_s == pytest.approx(start.timestamp())) is joins
    assert pace_since(None, 1.0).clock.speed == 1
