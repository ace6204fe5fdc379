"""What do customers send and get about who may have their data?"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from models.consent import DataGroup, Purpose
from models.messages import MACHINE_ID
from services.registry.body import Sent, Told
from services.registry.text import Moment, Name, Slug

PLATFORM, MANUFACTURER = "platform", "manufacturer"
# Programs of the platform compute for these; for the others people read.
COMPUTED = frozenset({Purpose.SERVICE, Purpose.BENCHMARKING, Purpose.TRAINING})
_PATTERN = rf"^(platform|manufacturer|(customer|party):{MACHINE_ID.strip('^$')})$"


def _each_once(groups: tuple[DataGroup, ...]) -> tuple[DataGroup, ...]:
    return tuple(group for group in DataGroup if group in groups)


Groups = Annotated[tuple[DataGroup, ...], Field(min_length=1, max_length=50), AfterValidator(_each_once)]
Recipient = Annotated[str, Field(max_length=80, pattern=_PATTERN, examples=["party:north-dealer"])]


class PartyDetails(Sent):
    """A dealer, or a service of a third party."""

    name: Name
    kind: Literal["dealer", "service"]


class Party(PartyDetails):
    """Somebody beside customers and the manufacturer to whom data can be given."""

    id: Slug


class NewConsent(Sent):
    """What a customer allows: which data of a machine (null: of each of theirs) whom, for which purpose, and when.

    The recipient may have the data from `from` (null: from this moment on) until `to` (null: until it is withdrawn), of
    measurements from `data_from` on (null: from `from` on).
    """

    customer: Slug
    machine: Slug | None = None
    recipient: Recipient
    purpose: Purpose
    groups: Groups
    data_from: Moment | None = None
    from_: Moment | None = Field(None, alias="from")
    to: Moment | None = None

    @model_validator(mode="after")
    def _fits(self) -> "NewConsent":
        if (self.purpose in COMPUTED) != (self.recipient == PLATFORM):
            computed = ", ".join(sorted(COMPUTED))
            raise PydanticCustomError(
                "recipient",
                "'{purpose}' cannot be for '{recipient}': {computed} are for 'platform', whose programs compute, and "
                "the other purposes for 'manufacturer', 'customer:<id>' or 'party:<id>', who read",
                {"purpose": self.purpose.value, "recipient": self.recipient, "computed": computed},
            )
        if self.recipient == f"customer:{self.customer}":
            raise PydanticCustomError("recipient", "whoever has a machine sees its data anyway; name another recipient")
        if self.from_ and self.to and self.to <= self.from_:
            raise PydanticCustomError("to", "'to' must be later than 'from'; leave 'to' out while the end is open")
        return self


class Withdrawal(Sent):
    """Why a consent ends; it ends in any case."""

    why: Name = "No reason was given."


class Consent(Told):
    """What a customer allowed, and what became of it; `groups` null: all, those to come too."""

    id: int
    customer: str
    machine: str | None
    recipient: str
    purpose: Purpose
    groups: list[DataGroup] | None
    data_from: datetime | None
    from_: datetime | None = Field(alias="from")
    to: datetime | None
    basis: Literal["contract", "consent"] = Field(description="written down by the provider, or said by the customer")
    given_by: str
    giver: str | None = Field(None, description="the user who gave it, over a key or a session too")
    given_at: datetime
    state: Literal["holds", "coming", "over", "withdrawn"]
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawer: str | None = Field(None, description="the user who withdrew it, over a key or a session too")
    why: str | None


class Receipt(Told):
    """A consent as it stands, so that anybody can check that it was said and not changed.

    `sha256` is of the UTF-8 text of `document`; `signature` is a JSON web signature (EdDSA) by a key of `/v1/keys.json`
    over that digest.
    """

    document: str
    sha256: str
    signature: str


class AccessTold(Told):
    """Who may have which groups of a machine's data, measured in [data_from, data_to), from when until when."""

    viewer: str
    groups: list[DataGroup]
    data_from: datetime | None
    data_to: datetime | None
    open_from: datetime | None
    open_to: datetime | None


class MachineAccess(Told):
    """Who may have data of a machine, as far as the caller may know."""

    machine: str
    access: list[AccessTold]


class ConsentChanged(Told):
    """What the event `consent-changed` tells: whose consent, and of which machine (null: of all of theirs)."""

    consent: int
    customer: str
    machine: str | None
