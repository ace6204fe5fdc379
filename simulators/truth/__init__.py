"""What really happened in a simulated fleet, for evaluations to read and for no service?"""

from simulators.truth.link import links, write_links
from simulators.truth.misuse import misuses, operators
from simulators.truth.table import TABLES, Table
from simulators.truth.work import breakdowns, cycles, passes, phases

__all__ = [
    "TABLES",
    "Table",
    "breakdowns",
    "cycles",
    "links",
    "misuses",
    "operators",
    "passes",
    "phases",
    "write_links",
]
