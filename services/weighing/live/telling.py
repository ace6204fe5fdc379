"""What does a truck still need, by what is on it so far?"""

from models.machines import Kind
from models.weighing.handbook import SPECIFICATIONS
from services.kit.telemetry import TelemetryReader
from services.weighing.api import LoadChanged
from services.weighing.record.store import Filling

# Less than this share of a bucket is not worth a pass.
_WORTH = 0.25


async def changed(telemetry: TelemetryReader, filling: Filling) -> LoadChanged:
    """Return what is told of a load: how much is on the truck, and what is missing to its rated payload."""
    periods = await telemetry.machines(filling.truck) if filling.truck is not None else []
    return told(filling, target_kg(periods[-1].model if periods else None))


def target_kg(model: str | None) -> float | None:
    """Return the rated payload of a truck's model, None where it is not known or is no truck's."""
    specification = SPECIFICATIONS.get(model or "")
    return specification.payload_kg if specification and specification.kind is Kind.HAUL_TRUCK else None


def told(filling: Filling, target: float | None) -> LoadChanged:
    """Return what is told of a load with a target."""
    missing = None if target is None else max(target - filling.payload_kg, 0.0)
    usual = filling.payload_kg / max(filling.passes, 1)
    needed = None if missing is None or usual <= 0 else int(missing / usual + (1 - _WORTH))
    return LoadChanged(
        digger=filling.digger,
        truck=filling.truck,
        begun=filling.begun,
        lifted=filling.lifted,
        passes=filling.passes,
        payload_kg=filling.payload_kg,
        sd_kg=filling.sd_kg,
        target_kg=target,
        missing_kg=missing,
        passes_needed=needed,
    )
