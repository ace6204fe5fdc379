"""How does one program run under us, so that it stops when we do, however we end?"""

import ctypes
import functools
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.account import Account
from deploy.failure import Failure

_PR_SET_PDEATHSIG = 1
# A program tells nobody that it is ready, and its end only to who asks.
_POLL_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run, as whom, and how to tell that it is ready."""

    name: str
    command: tuple[str, ...]
    log: Path
    ready: Callable[[], bool] = lambda: True
    env: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    # What it gets when we are killed ourselves: at once for what can be killed at any time, kindly for servers.
    orphan_signal: signal.Signals = signal.SIGKILL


class Child:
    """A program that runs in a process group of its own and is ended when our process dies."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.started_at = time.monotonic()
        # One thread may look whether it has ended while another stops it: only one of them takes its number back.
        self._taking_back = threading.RLock()
        self._process = self._spawn()

    @property
    def pid(self) -> int:
        """The number of the process, which is also that of its group."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """Return how the program ended, None while it runs."""
        with self._taking_back:
            if not _has_ended(self.pid):
                return self._process.returncode
            self._end_group()
            return self._process.wait()

    def wait_until_ready(self, deadline_s: float) -> "Child":
        """Return when the program is ready; say why when it ends before, or takes too long."""
        end = time.monotonic() + deadline_s
        while not self.program.ready():
            if self.exit_code() is not None:
                raise self.failure(f"{self.program.name} ended with exit code {self.exit_code()} while it started.")
            if time.monotonic() > end:
                raise self.failure(f"{self.program.name} was not ready within {deadline_s:.0f} s.")
            time.sleep(_POLL_S)
        return self

    def stop(self, grace_s: float = 10) -> None:
        """End the program and every process it started: kindly at first, by force after the grace."""
        self.ask_to_stop()
        end = time.monotonic() + grace_s
        while self.exit_code() is None:
            if time.monotonic() > end:
                self._end_group()
            time.sleep(_POLL_S)

    def ask_to_stop(self) -> None:
        """Send the program its stop signal, and come back at once."""
        with self._taking_back:
            if self._process.returncode is None:
                os.kill(self.pid, self.program.stop_signal)

    def failure(self, problem: str) -> Failure:
        """Return a failure that shows the end of the program's log."""
        return Failure(f"{problem}\n{tail(self.program.log)}", f"The whole log is {self.program.log}.")

    def _spawn(self) -> subprocess.Popen[bytes]:
        program, account = self.program, self.program.account
        with program.log.open("ab") as log:
            return subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=program.folder,
                env={**_inherited(), **program.env},
                start_new_session=True,
                preexec_fn=functools.partial(_die_with_parent, program.orphan_signal, os.getpid()),
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )

    def _end_group(self) -> None:
        # The group's number stays ours until the leader is waited for, so nobody else can be hit.
        with self._taking_back:
            if self._process.returncode is None:
                os.killpg(self.pid, signal.SIGKILL)


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:])


def _inherited() -> dict[str, str]:
    """Return our environment without what would tell a program to connect elsewhere, or through a proxy to us."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOWDAH_", "PG"))}
    return {**kept, "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}


def _has_ended(pid: int) -> bool:
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
    except ChildProcessError:
        return False


def _die_with_parent(orphan_signal: int, parent: int) -> None:
    _libc().prctl(_PR_SET_PDEATHSIG, orphan_signal, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
