"""How much is simulated to see how fast it goes?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Hours of the detailed fleet at 1 Hz, machines and steps of the light mode, and messages that are published."""

    hours: int = 24
    machines: int = 100_000
    steps: int = 3
    messages: int = 600_000


QUICK = Plan(hours=3, machines=20_000, steps=1, messages=60_000)
# A light machine measures so often.
LIGHT_STEP_S = 10.0
