"""On what does a benchmark stand: the platform's own servers and configuration, aside and in a temporary folder?"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy import startup
from deploy.account import own_folder, server_account
from deploy.child import Child, Program
from deploy.layout import DATABASE, Layout
from deploy.port import free_port
from deploy.servers import require
from deploy.state import Home


class Stand:
    """Database and broker as the platform runs them, and programs beside them; what is started is ended by `remove`."""

    def __init__(self) -> None:
        self.layout = Layout(Home.temporary(), require(), free_port(), free_port())
        self._prepared: dict[str, Program] = {}
        self._started: list[Child] = []

    @property
    def folder(self) -> Path:
        """The temporary folder."""
        return self.layout.home.folder

    @property
    def database_folder(self) -> Path:
        """Where the database keeps everything."""
        servers = self.layout.home.servers()
        return own_folder(servers / "postgres", server_account(servers))

    @property
    def database_port(self) -> int:
        """Where the database listens."""
        return self.layout.postgres_port

    @property
    def broker_port(self) -> int:
        """Where the broker listens."""
        return self.layout.broker_port

    @property
    def admin_url(self) -> str:
        """Where the administrator reaches the platform's database."""
        return self.layout.admin_url

    def database_url(self, role: str) -> str:
        """Return where a role reaches the platform's database."""
        return self.layout.postgres.url(DATABASE, role, self.layout.role_password(role))

    def broker_url(self, user: str) -> str:
        """Return where one of the platform's own users reaches the broker."""
        return self.layout.mosquitto.url(user)

    def free_port(self) -> int:
        """Return a port that nobody listens on."""
        return free_port()

    def migrate(self) -> None:
        """Make the platform's database and every schema."""
        startup.apply_migrations(self.layout)

    def start_database(self) -> Child:
        """Start the database; its files are made the first time."""
        return self._start_server("postgres")

    def start_broker(self) -> Child:
        """Start the broker; its users are made the first time."""
        return self._start_server("mosquitto")

    def start_module(self, name: str, module: str, *arguments: str, env: Mapping[str, str]) -> Child:
        """Start one of the project's modules as a process of its own."""
        return self._start(self.layout.python(name, module, *arguments, env=env))

    def start_command(self, name: str, *command: str, env: Mapping[str, str]) -> Child:
        """Start a program that is none of the project's modules."""
        return self._start(Program(name=name, command=command, log=self.layout.home.logs / f"{name}.log", env=env))

    def remove(self) -> None:
        """End everything that was started, the last first, and remove the folder."""
        for child in reversed(self._started):
            child.stop()
        self.layout.home.remove()

    def _start_server(self, name: str) -> Child:
        # Prepared once: on a full disk nothing can be written, and a start must be tried all the same.
        if name not in self._prepared:
            server = self.layout.postgres if name == "postgres" else self.layout.mosquitto
            self._prepared[name] = self.layout.logged(server.prepare())
        return self._start(self._prepared[name])

    def _start(self, program: Program) -> Child:
        self._started = [child for child in self._started if child.exit_code() is None]
        child = Child(program)
        self._started.append(child)
        return child


@contextlib.contextmanager
def standing() -> Iterator[Stand]:
    """Yield a stand, and end and remove it afterwards, however that comes."""
    stand = Stand()
    try:
        yield stand
    finally:
        stand.remove()
