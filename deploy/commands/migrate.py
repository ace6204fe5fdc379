"""How is the database brought up to date by hand?"""

from rich.console import Console

from deploy import startup
from deploy.layout import Layout
from deploy.port import free_port
from deploy.processes import Supervisor
from deploy.servers import require
from deploy.state import Home


def run() -> None:
    """Apply the SQL files that are not applied yet, in the running database or in one started for it."""
    home = Home.of_project()
    told = home.told()
    applied = _in_running(home, told["postgres_port"]) if told else _in_stopped(home)
    Console(highlight=False).print("\n".join(applied) or "The database is up to date.")


def _in_running(home: Home, port: int) -> list[str]:
    layout = Layout(home, require(), free_port(), free_port(), postgres_port=port)
    return startup.apply_migrations(layout)


def _in_stopped(home: Home) -> list[str]:
    layout = Layout(home, require(), free_port(), free_port())
    supervisor = Supervisor(Console().print, lambda _: None)
    with home.held():
        try:
            startup.start_database(layout, supervisor)
            return startup.apply_migrations(layout)
        finally:
            supervisor.stop_all()
