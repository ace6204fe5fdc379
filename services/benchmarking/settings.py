"""What does the benchmarking service need to be told at start?"""

from pydantic import Field

from services.kit.resources import Resources
from services.kit.settings import Settings


class BenchmarkingSettings(Settings):
    """How soon and in which share of the time it sums up weeks, and how often it looks whether a quarter is over."""

    week_every_s: float = Field(300.0, gt=0, description="a week of which more came is summed up anew after this")
    week_pause_s: float = Field(30.0, gt=0, description="the pause when no week is to be summed up")
    week_share: float = Field(0.1, gt=0, le=1, description="the share of time spent summing up, at most")
    release_pause_s: float = Field(15.0, gt=0, description="how often it is looked whether a release is to be made")


def settings_of(resources: Resources) -> BenchmarkingSettings:
    """Return the settings of this service."""
    settings = resources.settings
    assert isinstance(settings, BenchmarkingSettings)
    return settings
