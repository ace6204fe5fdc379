"""What have the programs written?"""

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from deploy.child import tail
from deploy.failure import Failure
from deploy.state import Home

# A file that grows is seen by looking; no library for that is worth its weight here.
_POLL_S = 0.3


def run(names: Sequence[str], *, follow: bool, lines: int) -> None:
    """Show the end of each log, and with `follow` what is added, until Ctrl-C."""
    found = {log.stem: log for log in sorted(Home.of_project().logs.glob("*.log"))}
    if unknown := [name for name in names if name not in found]:
        known = ", ".join(found) or "none yet, for nothing has run"
        raise Failure(f"There is no log of {', '.join(unknown)}.", f"Those there are: {known}.")
    chosen = {name: log for name, log in found.items() if not names or name in names}
    ends = {log: log.stat().st_size for log in chosen.values()}
    console = Console(highlight=False, soft_wrap=True)
    for name, log in chosen.items():
        _show(console, name if len(chosen) > 1 else "", tail(log, lines))
    with contextlib.suppress(KeyboardInterrupt):
        while follow:
            for name, log in chosen.items():
                ends[log] = _show_added(console, name if len(chosen) > 1 else "", log, ends[log])
            time.sleep(_POLL_S)


def _show_added(console: Console, name: str, log: Path, end: int) -> int:
    size = log.stat().st_size
    if size <= end:
        return size
    with log.open("rb") as file:
        file.seek(end)
        _show(console, name, file.read(size - end).decode(errors="replace").rstrip("\n"))
    return size


def _show(console: Console, name: str, text: str) -> None:
    for line in text.splitlines():
        console.print(f"{name + ' | ' if name else ''}{line}", markup=False)
