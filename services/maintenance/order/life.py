"""What can be done about a work order in which state?"""

from collections.abc import Mapping
from typing import Literal

from services.maintenance.api import OrderState

Move = Literal["assigned", "scheduled", "started", "closed", "cancelled", "commented"]

_UNFINISHED = frozenset({OrderState.OPEN, OrderState.SCHEDULED, OrderState.STARTED})
_FROM: Mapping[Move, frozenset[OrderState]] = {
    "assigned": _UNFINISHED,
    "scheduled": frozenset({OrderState.OPEN, OrderState.SCHEDULED}),
    "started": frozenset({OrderState.OPEN, OrderState.SCHEDULED}),
    "closed": frozenset({OrderState.STARTED}),
    "cancelled": _UNFINISHED,
    "commented": frozenset(OrderState),
}
# Who does not hold the machine any more neither works on it nor says what it is like.
_OF_WHO_HOLDS: frozenset[Move] = frozenset({"assigned", "scheduled", "started", "closed"})
_OVER = "it is over, so make another one"
_RIGHT: Mapping[tuple[Move, OrderState], str] = {
    ("closed", OrderState.OPEN): "start it before you close it, or cancel it",
    ("closed", OrderState.SCHEDULED): "start it before you close it, or cancel it",
    ("scheduled", OrderState.STARTED): "close or cancel it",
    ("started", OrderState.STARTED): "close or cancel it",
}


def refusal(move: Move, state: OrderState) -> str | None:
    """Return why a move is not possible in a state, with what would be right; None where it is."""
    return None if state in _FROM[move] else _RIGHT.get((move, state), _OVER)


def needs_the_machine(move: Move) -> bool:
    """Return whether a move is only for those who hold the machine at that moment."""
    return move in _OF_WHO_HOLDS
