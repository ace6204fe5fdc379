"""Who signs in to the demo?"""

from dataclasses import dataclass

from pydantic import SecretStr

from deploy.secret import Vault
from services.kit.auth import Role
from services.registry.api import UserDetails
from simulators.fleet import Fleet

ENGINEER = "engineer"


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in, with the password to show."""

    user: str
    password: str
    details: UserDetails


def cast(fleet: Fleet, vault: Vault) -> list[Person]:
    """Return the engineer, who serves every region, and one user for each customer."""
    regions = tuple(region.id for region in fleet.regions)
    engineer = _person(vault, ENGINEER, UserDetails(name="Demo engineer", role=Role.ENGINEER, regions=regions))
    details = {one.id: UserDetails(name=one.name, role=Role.CUSTOMER, customer=one.id) for one in fleet.customers}
    return [engineer, *(_person(vault, user, about) for user, about in details.items())]


def _person(vault: Vault, user: str, details: UserDetails) -> Person:
    password = vault.phrase(f"user-{user}")
    return Person(user, password, details.model_copy(update={"password": SecretStr(password)}))
