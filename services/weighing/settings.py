"""What does the weighing service need to be told at start?"""

from pydantic import Field

from services.kit.settings import Settings


class WeighingSettings(Settings):
    """How often machines are weighed, how much of the time that may take, and how streams are served."""

    weigh_pause_s: float = Field(0.25, gt=0, description="the pause between looks while none is behind")
    weigh_share: float = Field(0.4, gt=0, le=1, description="the share of time spent on what is behind, at most")
    trucks_pause_s: float = Field(60.0, gt=0, description="so often trucks' own scales are looked at")
    stream_poll_s: float = Field(1.0, gt=0, description="so often a stream looks for another load")
    stream_heartbeat_s: float = Field(10.0, gt=0, description="a stream says that it lives after so long without news")
    most_streams: int = Field(200, ge=1, description="so many streams a process serves")
