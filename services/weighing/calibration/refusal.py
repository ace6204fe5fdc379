"""What can a calibration not do, and what would be right?"""

from services.kit.errors import Conflict, NotFound


class UnknownCalibration(NotFound):
    """No calibration of this number exists for this caller."""

    code, title = "unknown-calibration", "Unknown calibration"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"No calibration {number} is known to you; list a machine's own at …/{{machine}}/calibrations."
        )


class CalibrationGoesOn(Conflict):
    """Another calibration of the machine is not over."""

    code, title = "calibration-goes-on", "A calibration goes on"

    def __init__(self, machine: str) -> None:
        super().__init__(f"A calibration of '{machine}' goes on already; finish or cancel it first.")


class WrongStep(Conflict):
    """The calibration is not so far, or further."""

    code, title = "wrong-step", "Not the next step"


class TooFewLifts(Conflict):
    """The bucket was not lifted often enough."""

    code, title = "too-few-lifts", "Too few lifts"

    def __init__(self, seen: int, needed: int, what: str) -> None:
        super().__init__(
            f"{seen} lifts {what} were seen so far; {needed} are needed. Readings come a second or two late."
        )


class CannotWeigh(Conflict):
    """The machine tells nothing that it could be weighed by."""

    code, title = "cannot-weigh", "The machine cannot be weighed"
