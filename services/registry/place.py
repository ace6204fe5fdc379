"""What is told about regions, customers and their sites?"""

from typing import Annotated

from pydantic import Field

from services.registry.body import Sent
from services.registry.geojson import FeatureCollection, Features
from services.registry.text import Name, Slug, TimeZone


class RegionDetails(Sent):
    """What a region is called."""

    name: Name


class Region(RegionDetails):
    """A part of the world that engineers serve."""

    id: Slug


class CustomerDetails(Sent):
    """A customer's name, and the region that serves its machines where they are on no site."""

    name: Name
    region: Slug


class Customer(CustomerDetails):
    """A company that owns or rents machines."""

    id: Slug


class SiteDetails(Sent):
    """Whose site it is, which region serves it, where it lies, and what it consists of."""

    name: Name
    customer: Slug
    region: Slug
    timezone: TimeZone
    latitude_deg: Annotated[float, Field(ge=-90, le=90)]
    longitude_deg: Annotated[float, Field(ge=-180, le=180)]
    features: Features = FeatureCollection()


class Site(SiteDetails):
    """A place where machines of one customer work, with its zones and roads."""

    id: Slug
