"""How is a machine's telematics described, by what it really sends?"""

from datetime import timedelta
from statistics import median

from models.machines import Generation
from services.dashboard import wording
from services.registry.api import Capability

GENERATIONS = {
    Generation.LEGACY: ("First generation", "a few signals, sent slowly"),
    Generation.JSON: ("Full", "every signal its sensors have"),
    Generation.SPARKPLUG: ("Sparkplug B", "what its births name"),
}


def describe(generation: Generation | None, capability: Capability | None, *, whole: bool = True) -> tuple[str, str]:
    """Return its name, and how many signals come how often; until that is known, what is to be expected.

    Who sees a part of them alone is not told how many do not come: that would count what was not given.
    """
    name, expected = GENERATIONS[generation] if generation else ("Unknown", "")
    if capability is None or capability.refreshed_at is None:
        return name, expected
    sent = [signal for signal in capability.signals if signal.unit is not None]
    told = f"{len(sent)} of {len(sent) + len(capability.missing)} signals"
    if not whole:
        told = f"{len(sent)} signals that you may see"
    paces = [signal.interval_s for signal in sent if signal.interval_s is not None]
    return name, f"{told}, every {wording.duration(timedelta(seconds=median(paces)))}" if paces else told
