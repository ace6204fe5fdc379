"""What can be wrong with what is asked about work orders?"""

from services.kit.errors import BadRequest, Conflict, FieldError, NotFound
from services.maintenance.api import OrderState


class UnknownWorkOrder(NotFound):
    """No work order of this id exists for this caller."""

    code, title = "unknown-work-order", "Unknown work order"

    def __init__(self, order: int) -> None:
        super().__init__(f"No work order {order} is known to you. List yours at /api/maintenance/v1/work-orders.")


class UnknownForecast(NotFound):
    """No forecast of this id exists for this caller."""

    code, title = "unknown-forecast", "Unknown forecast"

    def __init__(self, forecast: int) -> None:
        where = "/api/maintenance/v1/machines/{machine}/forecasts"
        super().__init__(f"No forecast {forecast} is known to you. Those of a machine are at {where}.")


class WrongMove(Conflict):
    """A work order stands in a state in which this cannot be done."""

    code, title = "wrong-move", "The work order is not in a state in which this could be done"

    def __init__(self, order: int, state: OrderState, right: str) -> None:
        super().__init__(f"Work order {order} is {state}; {right}.", state=state)


class UnderWay(Conflict):
    """The same suspicion is worked on already."""

    code, title = "under-way", "There is a work order for this already"

    def __init__(self, order: int, state: OrderState) -> None:
        super().__init__(f"Work order {order} on this is {state}; go on with it, or cancel it first.", work_order=order)


class NoLongerHeld(Conflict):
    """The machine changed hands since the order was made."""

    code, title = "no-longer-held", "The machine is not yours any more"

    def __init__(self, order: int, machine: str) -> None:
        super().__init__(f"'{machine}' changed hands since work order {order} was made; comment on it, or cancel it.")


class NoSuspicion(BadRequest):
    """What was confirmed is not named."""

    def __init__(self) -> None:
        why = "the order names no suspicion; say with 'mode' what was confirmed"
        super().__init__(f"mode: {why}", errors=[FieldError(field="mode", detail=why)])


class OtherSuspicion(BadRequest):
    """What was confirmed is not what the order suspects."""

    def __init__(self, mode: str) -> None:
        why = f"the order suspects '{mode}'; for anything else send the outcome other_cause with 'other_mode'"
        super().__init__(f"mode: {why}", errors=[FieldError(field="mode", detail=why)])


class NoFailure(BadRequest):
    """What failed did so not long before the order was made."""

    def __init__(self) -> None:
        why = "say when the part failed: not in the time to come, and within a year before the order was made"
        super().__init__(f"failed_at: {why}", errors=[FieldError(field="failed_at", detail=why)])


class WrongTime(BadRequest):
    """What is scheduled lies ahead, and not too far."""

    def __init__(self) -> None:
        why = "the work is to be done in the time ahead, within two years"
        super().__init__(f"scheduled_for: {why}", errors=[FieldError(field="scheduled_for", detail=why)])
