"""What goes wrong between machines and platform?"""

from simulators.link.line import Line
from simulators.link.schedule import Link
from simulators.link.trouble import LinkTrouble, Trouble

__all__ = ["Line", "Link", "LinkTrouble", "Trouble"]
