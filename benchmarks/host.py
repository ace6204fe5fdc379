"""What does a benchmark need from whoever knows how servers and programs are started here?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Child(Protocol):
    """A program that runs, and ends with us."""

    @property
    def pid(self) -> int:
        """The number of its process."""

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""

    def stop(self, grace_s: float = 10) -> None:
        """End it kindly, and by force after the grace."""


class Host(Protocol):
    """The platform's own servers and configuration, in a temporary folder of this run."""

    @property
    def folder(self) -> Path:
        """Where the run keeps what it writes down."""

    @property
    def database_folder(self) -> Path:
        """Where the database will keep everything; may become a disk of its own before the first start."""

    @property
    def database_port(self) -> int:
        """Where the database listens on 127.0.0.1."""

    @property
    def broker_port(self) -> int:
        """Where the broker listens on 127.0.0.1."""

    @property
    def admin_url(self) -> str:
        """Where the administrator reaches the platform's database."""

    def database_url(self, role: str) -> str:
        """Return where a role reaches the platform's database."""

    def broker_url(self, user: str) -> str:
        """Return where one of the platform's own users reaches the broker."""

    def free_port(self) -> int:
        """Return a port of 127.0.0.1 that nobody listens on."""

    def migrate(self) -> None:
        """Make the platform's database and every schema; the database server runs."""

    def start_database(self) -> Child:
        """Start the database server; it may not answer yet."""

    def start_broker(self) -> Child:
        """Start the broker; it may not answer yet."""

    def start_module(self, name: str, module: str, *arguments: str, env: Mapping[str, str]) -> Child:
        """Start one of the project's modules as a process of its own."""

    def start_command(self, name: str, *command: str, env: Mapping[str, str]) -> Child:
        """Start a program that is none of the project's modules."""
