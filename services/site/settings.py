"""What does the site service need to be told at start?"""

from pydantic import Field

from services.kit.resources import Resources
from services.kit.settings import Settings


class SiteSettings(Settings):
    """How long it waits for others, and how soon and in which share of the time it takes in what machines tell."""

    neighbour_timeout_s: float = Field(2.0, gt=0, description="who does not answer so soon is left out of the answer")
    traffic_after_s: float = Field(60.0, ge=0, description="so long after the start nothing of the traffic is taken in")
    traffic_pause_s: float = Field(2.0, gt=0, description="the pause when nothing newer came")
    traffic_share: float = Field(0.15, gt=0, le=1, description="the share of time spent on traffic, at most")
    traffic_compare_every_s: float = Field(60.0, gt=0, description="how often it is looked for readings that came late")


def settings_of(resources: Resources) -> SiteSettings:
    """Return the settings of this service."""
    settings = resources.settings
    assert isinstance(settings, SiteSettings)
    return settings
