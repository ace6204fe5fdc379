"""What is a site to this service?"""

from dataclasses import dataclass

from models.positioning.ground import Ground


@dataclass(frozen=True)
class Site:
    """A site as the registry tells it: whose it is, and the middle of its map."""

    id: str
    customer: str
    region: str
    latitude_deg: float
    longitude_deg: float

    @property
    def ground(self) -> Ground:
        """Return the flat map around it."""
        return Ground(self.latitude_deg, self.longitude_deg)
