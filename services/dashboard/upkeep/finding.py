"""What can somebody say that they found on a machine, and what is the service told of it?"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Form

from models.diagnosis.mode import modes_of
from models.machines import Kind
from services.maintenance.api import Feedback, Outcome, WorkOrder

_OTHER = "other."
Found = Annotated[str, Form(pattern=rf"^(worn|failed|not_found|{_OTHER}[a-z][a-z0-9_]{{0,63}})$")]


def feedback(found: str) -> Feedback:
    """Return what is told where a form says `worn`, `failed`, `not_found`, or `other.` and the failure that it was."""
    if found.startswith(_OTHER):
        return Feedback(outcome=Outcome.OTHER_CAUSE, other_mode=found.removeprefix(_OTHER), repaired=True)
    if found == "not_found":
        return Feedback(outcome=Outcome.NOT_FOUND, repaired=False)
    return Feedback(outcome=Outcome.CONFIRMED, found="failed" if found == "failed" else "worn", repaired=True)


def others(order: WorkOrder, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield what else can be the cause on a machine of a kind, by its name: what a form says, and its words."""
    names = {mode.name for mode in modes_of(kind)} - {order.mode}
    for name in sorted(names):
        yield f"{_OTHER}{name}", name.replace("_", " ")
