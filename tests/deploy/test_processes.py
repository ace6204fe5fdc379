"""Do all programs stop with the one that started them, and do crashed ones come back?"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.child import Child, Program
from deploy.failure import Failure
from deploy.patience import wait_until
from deploy.processes import State, Supervisor

_SLEEP = "import time; time.sleep(1000)"
_DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {_SLEEP}"
_PARENT = (
    f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', '{_SLEEP}']).pid, flush=True); {_SLEEP}"
)
_SUPERVISOR = f"""
import sys
from pathlib import Path
from deploy.child import Program
from deploy.processes import Supervisor

log = Path(sys.argv[1]) / "child.log"
supervisor = Supervisor(print, lambda _: None)
ready = lambda: "deaf" in log.read_text()
for name, code in dict(plain={_SLEEP!r}, deaf={_DEAF!r}).items():
    supervisor.start(Program(name=name, command=(sys.executable, "-c", code), log=log, ready=ready))
supervisor.wait_until_ready()
print(*(one.child.pid for one in supervisor.watched.values()), flush=True)
supervisor.watch()
"""


def test_a_killed_supervisor_leaves_no_child(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SUPERVISOR, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        children = [int(word) for word in supervisor.stdout.readline().split()]
        assert [_is_alive(pid) for pid in children] == [True, True]
        supervisor.kill()
        wait_until(lambda: not any(map(_is_alive, children)), 10, "the children have not ended")


def test_a_program_is_stopped_with_everything_it_started(tmp_path: Path) -> None:
    log = tmp_path / "parent.log"
    child = Child(_program(tmp_path, "parent", _PARENT))
    wait_until(lambda: log.read_text().endswith("\n"), 10, "the grandchild has not started")
    grandchild = int(log.read_text())
    child.stop()
    wait_until(lambda: not _is_alive(grandchild), 10, "the grandchild has not ended")


def test_a_program_that_does_not_listen_is_ended_by_force(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"
    child = Child(_program(tmp_path, "deaf", _DEAF))
    wait_until(lambda: "deaf" in log.read_text(), 10, "the program has not started")
    child.stop(grace_s=0.1)
    assert child.exit_code() == -signal.SIGKILL


def test_stopping_leaves_processes_of_others_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _SLEEP]) as other:
        supervisor = _supervisor([])
        supervisor.start(_program(tmp_path, "ours", _SLEEP))
        supervisor.stop_all()
        assert _is_alive(other.pid)
        other.kill()


def test_a_crashed_program_is_started_again_and_reported(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = _supervisor(said)
    supervisor.start(_program(tmp_path, "fragile", _SLEEP))
    supervisor.wait_until_ready(10)
    one = supervisor.watched["fragile"]
    os.kill(one.child.pid, signal.SIGKILL)
    supervisor.wait_for(lambda: one.restarts == 1 and one.state == State.READY, 20, lambda: "no restart")
    supervisor.stop_all()
    assert said == ["fragile ended with exit code -9; starting it again in 1 s"]


def test_a_program_that_cannot_start_fails_with_the_end_of_its_log(tmp_path: Path) -> None:
    supervisor = _supervisor([])
    broken = _program(tmp_path, "broken", "raise SystemExit('the disk is made of cheese')", ready=lambda: False)
    supervisor.start(broken)
    with pytest.raises(Failure, match="cheese"):
        supervisor.wait_until_ready(20)


def test_a_program_that_is_never_ready_fails_at_the_deadline(tmp_path: Path) -> None:
    supervisor = _supervisor([])
    supervisor.start(_program(tmp_path, "slow", _SLEEP, ready=lambda: False))
    with pytest.raises(Failure, match="slow is starting"):
        supervisor.wait_until_ready(0.2)
    supervisor.stop_all()


def test_a_program_does_not_inherit_addresses_of_other_databases_and_proxies(tmp_path: Path) -> None:
    log = tmp_path / "environment.log"
    code = "import os; print(*sorted(n for n in os.environ if n.startswith(('PG', 'HOWDAH_'))), os.environ['NO_PROXY'])"
    child = Child(_program(tmp_path, "environment", code))
    wait_until(lambda: child.exit_code() == 0, 10, "the program has not ended")
    assert log.read_text() == "127.0.0.1,localhost\n"


def _program(folder: Path, name: str, code: str, ready: object = None) -> Program:
    reached = ready if callable(ready) else lambda: True
    return Program(name=name, command=(sys.executable, "-c", code), log=folder / f"{name}.log", ready=reached)


def _supervisor(said: list[str]) -> Supervisor:
    return Supervisor(said.append, lambda _: None)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
