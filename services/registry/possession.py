"""What is told about who has a machine when?"""

from datetime import datetime
from enum import StrEnum, unique

from pydantic import Field

from services.registry.body import Sent, Told
from services.registry.text import Moment, Slug


@unique
class Basis(StrEnum):
    """By which right a customer has a machine; while it is rented, its data belongs to the one who rents it."""

    OWNED = "owned"
    RENTED = "rented"


class NewTenure(Sent):
    """A time [from, to) for which a customer has a machine, on a site or on none; `to` null: until further notice."""

    basis: Basis = Basis.OWNED
    customer: Slug
    site: Slug | None = None
    from_: Moment = Field(alias="from")
    to: Moment | None = None


class Tenure(Told):
    """A time [from, to) for which a customer has, had or will have a machine."""

    id: int
    machine: str
    basis: Basis
    customer: str
    site: str | None
    from_: datetime = Field(alias="from")
    to: datetime | None
