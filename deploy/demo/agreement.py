"""What do the demo's customers allow, beside what their contracts say?"""

from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
from pydantic import SecretStr

from deploy.demo.cast import Person
from models.consent import DataGroup, Purpose
from services.registry.api import NewConsent
from services.registry.client import RegistryClient

_MOST = 1000
_ALWAYS = datetime(2015, 1, 1, tzinfo=UTC)


async def agree(http: httpx.AsyncClient, people: Sequence[Person]) -> None:
    """Let each customer allow that their machines are compared and learned from, unless they said something of it."""
    for person in people:
        if person.details.customer is not None:
            token = await RegistryClient(http).sign_in(person.user, SecretStr(person.password))
            await _speak(RegistryClient(http, SecretStr(token.access_token)), person.details.customer)


async def _speak(registry: RegistryClient, customer: str) -> None:
    said = {one.purpose for one in (await registry.consents(limit=_MOST)).items}
    for purpose in sorted({Purpose.BENCHMARKING, Purpose.TRAINING} - said):
        about = {"customer": customer, "recipient": "platform", "purpose": purpose, "groups": list(DataGroup)}
        await registry.give_consent(NewConsent.model_validate({**about, "data_from": _ALWAYS}))
