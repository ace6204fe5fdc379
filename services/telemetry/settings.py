"""What does the telemetry service need to be told at start?"""

from pydantic import Field

from services.kit.settings import Settings


class TelemetrySettings(Settings):
    """How often streams look for newer values and say that they live, and how many exports run at once."""

    stream_poll_s: float = Field(1.0, gt=0)
    stream_heartbeat_s: float = Field(10.0, gt=0)
    most_streams: int = Field(500, ge=1)
    most_exports: int = Field(4, ge=1)
