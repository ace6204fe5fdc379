"""What can be wrong with what is asked about alerts?"""

from services.kit.errors import Conflict, NotFound


class UnknownAlert(NotFound):
    """No alert of this id exists for this caller."""

    code, title = "unknown-alert", "Unknown alert"

    def __init__(self, alert: int) -> None:
        super().__init__(f"No alert {alert} is known to you. List yours at /api/diagnostics/v1/alerts.")


class WrongMove(Conflict):
    """An alert stands in a way in which this cannot be done."""

    code, title = "wrong-move", "The alert does not stand so that this could be done"
