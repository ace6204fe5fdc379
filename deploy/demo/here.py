"""Where is the demo that runs from this folder reached, and where is its database?"""

from dataclasses import dataclass

from benchmarks.page.door import Door
from deploy.demo.cast import ENGINEER
from deploy.failure import Failure
from deploy.layout import Layout
from deploy.port import free_port
from deploy.servers import require
from deploy.state import Home


@dataclass(frozen=True)
class Demo:
    """The demo that runs here: its door for the engineer, and its database for the administrator."""

    door: Door
    admin_url: str


def demo_here() -> Demo:
    """Return the demo that runs from this folder; raises Failure where none does."""
    home = Home.of_project()
    told = home.told()
    if told is None:
        raise Failure("No platform runs from this folder.", "Start the demo with `howdah up`, and ask again.")
    layout = Layout(home, require(), free_port(), free_port(), postgres_port=told["postgres_port"])
    door = Door(told["url"], ENGINEER, layout.vault.phrase(f"user-{ENGINEER}"))
    return Demo(door, layout.admin_url)
