"""How do many programs run as one: started, waited for, restarted when they crash, and all stopped with us?"""

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from deploy.child import Child, Program, tail
from deploy.failure import Failure

# Programs are looked after by looking: none of them tells that it is ready, or hangs.
_POLL_S = 0.1
_LARGEST_LOG_BYTES = 20_000_000
_STEADY_AFTER_S = 60.0
_ATTEMPTS = 5


class State(StrEnum):
    """How a program is doing."""

    STARTING = "starting"
    READY = "ready"
    WAITING = "waiting to be restarted"
    GIVEN_UP = "given up"


@dataclass
class Watched:
    """A program under supervision, and what became of it so far."""

    program: Program
    child: Child
    essential: bool = False
    state: State = State.STARTING
    restarts: int = 0
    failures: int = 0
    next_start: float = 0.0


class Supervisor:
    """Starts programs, keeps them running, and stops every one of them and nothing else."""

    def __init__(self, report: Callable[[str], None], on_change: Callable[[list[Watched]], None]) -> None:
        self._report = report
        self._on_change = on_change
        self.watched: dict[str, Watched] = {}

    def start(self, *programs: Program, essential: bool = False) -> None:
        """Start programs side by side; they are ready when `wait_until_ready` has returned."""
        for program in programs:
            self.watched[program.name] = Watched(program, Child(program), essential)
        self._changed()

    def wait_until_ready(self, deadline_s: float = 60, names: Iterable[str] | None = None) -> None:
        """Return when the named programs (all, when none is named) are ready; say which is not, and why."""
        waited = [self.watched[name] for name in (names or list(self.watched))]
        self.wait_for(lambda: all(self._became_ready(one) for one in waited), deadline_s, lambda: _lagging(waited))

    def wait_for(
        self, reached: Callable[[], bool], deadline_s: float, lacking: Callable[[], str], *, every_s: float = _POLL_S
    ) -> None:
        """Return when `reached` says so, looking after the programs meanwhile; after the deadline say what lacks."""
        end = time.monotonic() + deadline_s
        while not reached():
            if time.monotonic() > end:
                raise Failure(f"After {deadline_s:.0f} s: {lacking()}.", "Look with `howdah logs`.")
            self._look_after()
            time.sleep(every_s)

    def begin(self, program: Program) -> Child:
        """Start a program that ends by itself, to be waited for with `finish`."""
        return Child(program)

    def finish(self, child: Child, deadline_s: float) -> None:
        """Wait for the end of a program, looking after the others meanwhile; raise when it fails."""
        name = child.program.name
        try:
            self.wait_for(lambda: child.exit_code() is not None, deadline_s, lambda: f"{name} has not come to its end")
        finally:
            child.stop()
        if child.exit_code():
            raise child.failure(f"{name} failed with exit code {child.exit_code()}.")

    def watch(self) -> None:
        """Look after the programs for ever, or until an essential one is given up."""
        self.wait_for(lambda: False, float("inf"), lambda: "", every_s=0.5)

    def stop(self, *names: str) -> None:
        """Stop programs, the last started first, and watch them no longer."""
        chosen = [self.watched.pop(name) for name in reversed(list(self.watched)) if name in names]
        for one in chosen:
            one.child.ask_to_stop()
        for one in chosen:
            one.child.stop()
        self._changed()

    def stop_all(self) -> None:
        """Stop what was started: at first everything that works on the servers, then the servers."""
        self.stop(*(name for name, one in self.watched.items() if not one.essential))
        self.stop(*self.watched)

    def _look_after(self) -> None:
        for one in self.watched.values():
            match one.state:
                case State.WAITING if time.monotonic() >= one.next_start:
                    self._restart(one)
                case State.STARTING | State.READY:
                    self._check(one)

    def _check(self, one: Watched) -> None:
        if (code := one.child.exit_code()) is not None:
            self._ended(one, code)
        elif self._became_ready(one) and one.failures and time.monotonic() - one.child.started_at > _STEADY_AFTER_S:
            one.failures = 0
        _keep_small(one.program.log)

    def _became_ready(self, one: Watched) -> bool:
        if one.state == State.STARTING and one.child.exit_code() is None and one.program.ready():
            self._enter(one, State.READY)
        return one.state == State.READY

    def _ended(self, one: Watched, code: int) -> None:
        """Plan the next start after a pause that doubles, or give the program up."""
        name = one.program.name
        if one.state == State.STARTING and not one.restarts:
            raise one.child.failure(f"{name} ended with exit code {code} while it started.")
        one.failures += 1
        if one.failures > _ATTEMPTS:
            self._give_up(one)
            return
        pause_s = 2.0 ** (one.failures - 1)
        one.next_start = time.monotonic() + pause_s
        self._report(f"{name} ended with exit code {code}; starting it again in {pause_s:.0f} s")
        self._enter(one, State.WAITING)

    def _give_up(self, one: Watched) -> None:
        self._enter(one, State.GIVEN_UP)
        problem = f"{one.program.name} has ended {one.failures} times in a row; it stays down."
        if one.essential:
            raise one.child.failure(problem)
        self._report(f"{problem}\n{tail(one.program.log, 5)}")

    def _restart(self, one: Watched) -> None:
        one.child = Child(one.program)
        one.restarts += 1
        self._enter(one, State.STARTING)

    def _enter(self, one: Watched, state: State) -> None:
        one.state = state
        self._changed()

    def _changed(self) -> None:
        self._on_change(list(self.watched.values()))


def _lagging(waited: list[Watched]) -> str:
    late = [one for one in waited if one.state != State.READY]
    return "; ".join(f"{one.program.name} is {one.state}\n{tail(one.program.log, 5)}" for one in late)


def _keep_small(log: Path) -> None:
    # Programs append, so emptying the file under them is safe.
    if log.exists() and log.stat().st_size > _LARGEST_LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        with log.open("r+b") as file:
            file.truncate(0)
