"""Under which names are models of machines' health kept, and what must fit the running code?"""

from dataclasses import replace

from models.anomaly.detector import Detector
from models.anomaly.scale import Spread
from models.diagnosis.account import SUMS
from models.diagnosis.deviation import Aspect, Own
from models.diagnosis.model import FleetModel, family
from models.diagnosis.norm import Norm
from models.diagnosis.quantity import quantities
from models.machines import Kind

# What a fitted model holds beside arrays, so that nothing else is ever made of a file.
PARTS: tuple[type, ...] = (Norm, Own, Kind, Detector, Spread)
KIND = FleetModel
# Changed whenever conditions, quantities, sums or aspects mean something else than before.
RECIPE = f"diagnosis-1 {' '.join(SUMS)} {' '.join(aspect.name.lower() for aspect in Aspect)}"
FAMILIES = (Kind.WHEEL_LOADER, Kind.CRUSHER)


def restored(model: FleetModel) -> FleetModel:
    """Return a model as it was fitted: what keeps it knows text, and no kinds of machines."""
    return replace(model, norm=replace(model.norm, kind=Kind(model.norm.kind)))


def name_of(kind: Kind) -> str:
    """Return the name of the model that a kind of machine is judged by."""
    return "diagnosis-crusher" if family(kind) is Kind.CRUSHER else "diagnosis-engine"


def inputs_of(kind: Kind) -> tuple[str, ...]:
    """Return the quantities that such a model judges, in its order."""
    return quantities(family(kind))
