"""What does the positioning service need to be told at start?"""

from pydantic import Field

from services.kit.resources import Resources
from services.kit.settings import Settings


class PositioningSettings(Settings):
    """How soon and in which share of the time readings are taken in."""

    position_pause_s: float = Field(0.25, gt=0, description="the pause between looks while none is behind")
    position_share: float = Field(0.5, gt=0, le=1, description="the share of time spent on what is behind, at most")
    compare_every_s: float = Field(60.0, gt=0, description="how often it is looked for readings that came late")


def settings_of(resources: Resources) -> PositioningSettings:
    """Return the settings of this service."""
    settings = resources.settings
    assert isinstance(settings, PositioningSettings)
    return settings
