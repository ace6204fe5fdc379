"""What is happening while the platform starts, as a person sees it?"""

import contextlib
import time
from collections.abc import Iterator

from rich.console import Console


class Progress:
    """Tells each step while it lasts, and how long it took; on a terminal with a turning wheel."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.begun = time.monotonic()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.begun

    def say(self, message: str) -> None:
        """Tell something that is worth a line."""
        self.console.print(f"  {message}", highlight=False, markup=False)

    @contextlib.contextmanager
    def step(self, title: str, done: str = "") -> Iterator[None]:
        """Show a step while it lasts, then tell, in other words where `done` has them, how long it took."""
        begun = time.monotonic()
        with self.console.status(f"[bold]{title}[/]", spinner="dots"):
            yield
        self.console.print(f"  [green]✓[/] {done or title} [dim]{time.monotonic() - begun:.1f} s[/]", highlight=False)
