"""What does the site service need to be told at start?"""

from pydantic import Field

from services.kit.settings import Settings


class SiteSettings(Settings):
    """How long it waits for others."""

    neighbour_timeout_s: float = Field(2.0, gt=0, description="who does not answer so soon is left out of the answer")
