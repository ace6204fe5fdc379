"""What does the maintenance service need to be told at start?"""

from pydantic import Field

from services.kit.resources import Resources
from services.kit.settings import Settings


class MaintenanceSettings(Settings):
    """How often it scores and measures, and for how long forecasts are kept."""

    score_pause_s: float = Field(1.0, gt=0, description="the pause when no diagnosis waits")
    score_at_a_time: int = Field(200, ge=1, le=5000, description="machines scored in one go")
    forecast_days: int = Field(400, ge=30, description="days for which forecasts are kept to be judged")
    measure_every_s: float = Field(300.0, gt=0, description="how often the figures of models become metrics")


def settings_of(resources: Resources) -> MaintenanceSettings:
    """Return the settings of this service."""
    settings = resources.settings
    assert isinstance(settings, MaintenanceSettings)
    return settings
