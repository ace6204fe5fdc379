"""How bad is what an alert tells of?"""

from enum import IntEnum


class Level(IntEnum):
    """How bad a problem is; ABSENT was looked for and not found."""

    ABSENT = 0
    INFO = 1
    WARNING = 2
    CRITICAL = 3
