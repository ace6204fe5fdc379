"""Do the demo's customers allow what the demo shows, and never against their own word?"""

import httpx
from pydantic import SecretStr

from deploy.demo.agreement import agree
from deploy.demo.cast import Person
from services.kit.auth import Role
from services.kit.testing import House
from services.registry.api import UserDetails, Withdrawal
from services.registry.client import RegistryClient
from tests.services.registry.arrangement import PASSWORD, arrange

CARL = Person("carl", PASSWORD, UserDetails(name="Carl", role=Role.CUSTOMER, customer="acme"))
EVA = Person("eva", PASSWORD, UserDetails(name="Eva", role=Role.ENGINEER, regions=("north",)))


async def test_a_customer_allows_it_once_and_what_was_withdrawn_stays_so(house: House) -> None:
    admin = await house.api("registry", house.token(Role.ADMINISTRATOR, "all"))
    await arrange(admin)
    told = CARL.details.model_copy(update={"password": SecretStr(PASSWORD)})
    await RegistryClient(admin).put_user("carl", told)
    anybody: httpx.AsyncClient = await house.api("registry")
    await agree(anybody, [EVA, CARL])
    given = {one.purpose.value: one for one in (await RegistryClient(admin).consents(customer="acme")).items}
    assert set(given) == {"support", "service", "benchmarking", "training"}
    assert given["training"].given_by == "user:carl"
    await RegistryClient(admin).withdraw_consent(given["training"].id, Withdrawal(why="A test."))
    await agree(anybody, [EVA, CARL])
    states = [one.state for one in (await RegistryClient(admin).consents(customer="acme")).items]
    assert sorted(states) == ["holds", "holds", "holds", "withdrawn"]
