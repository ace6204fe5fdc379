"""Where is the demo that runs from this folder reached, and where is its database?"""

from dataclasses import dataclass

from benchmarks.page.door import Door
from deploy.demo.cast import ENGINEER
from deploy.failure import Failure
from deploy.layout import Layout
from deploy.port import free_port
from deploy.servers import require
from deploy.state import Home

CUSTOMER = "jarrah"


@dataclass(frozen=True)
class Demo:
    """The demo that runs here: its doors for the engineer and a customer, its database for the administrator."""

    door: Door
    owner: Door
    admin_url: str


def demo_here() -> Demo:
    """Return the demo that runs from this folder; raises Failure where none does."""
    home = Home.of_project()
    told = home.told()
    if told is None:
        raise Failure("No platform runs from this folder.", "Start the demo with `howdah up`, and ask again.")
    layout = Layout(home, require(), free_port(), free_port(), postgres_port=told["postgres_port"])
    door, owner = (Door(told["url"], user, layout.vault.phrase(f"user-{user}")) for user in (ENGINEER, CUSTOMER))
    return Demo(door, owner, layout.admin_url)
