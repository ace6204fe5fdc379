"""Whose data is a page about, and what may its reader say of them?"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from services.dashboard import wording
from services.dashboard.fleet.source import Fleet
from services.kit.auth import Principal
from services.kit.errors import NotPermitted

WRITE = "registry:write"


@dataclass(frozen=True)
class Owner:
    """A customer by id and name ("": everybody, for administrators who chose none), and the zone of their days."""

    id: str
    name: str
    local: ZoneInfo


def owner_of(user: Principal, fleet: Fleet, chosen: str) -> Owner:
    """Return the customer that a user belongs to, else the one whom they chose; raises NotPermitted for others."""
    if user.customer is None and not user.may(WRITE):
        raise NotPermitted("Only customers look after data of theirs, and administrators for them: ask one of those.")
    customer = user.customer or chosen
    known = fleet.customers.get(customer)
    return Owner(customer, known.name if known else customer, local_of(fleet, customer))


def local_of(fleet: Fleet, customer: str) -> ZoneInfo:
    """Return the zone of a customer's first site, in which their days begin; UTC where they have none."""
    sites = sorted(one.id for one in fleet.sites.values() if one.customer == customer)
    return wording.zone(fleet.sites[sites[0]].timezone if sites else None)
