"""What does the registry answer?"""

from datetime import datetime
from enum import StrEnum, unique
from typing import Annotated

from pydantic import Field

from models.machines import Generation, Kind
from services.kit.page import Page
from services.registry.account import (
    ApiKey,
    CreatedApiKey,
    KeySet,
    Me,
    NewApiKey,
    NewPassword,
    PublicKey,
    SignIn,
    Token,
    User,
    UserDetails,
)
from services.registry.body import Sent, Told
from services.registry.capability import AbsentSignal, Capability, SentSignal
from services.registry.deletion import Confirmation, Erasure, ErasurePage, ErasureTold, NewErasure
from services.registry.directory import Health, ServiceEntry
from services.registry.geojson import Feature, FeatureCollection, FeatureKind, FeatureProperties, Features
from services.registry.place import Customer, CustomerDetails, Region, RegionDetails, Site, SiteDetails, SiteKind
from services.registry.possession import Basis, NewTenure, Tenure
from services.registry.readership import AccessEntry, AccessEntryPage, AccessHead, CurrentReads, Read, SignedHead
from services.registry.sharing import (
    AccessTold,
    Consent,
    ConsentChanged,
    MachineAccess,
    NewConsent,
    Party,
    PartyDetails,
    Receipt,
    Withdrawal,
)
from services.registry.text import Name, NewMachineId, Pin, Serial, Slug, TimeZone


@unique
class Access(StrEnum):
    """Whether a machine can connect to the broker; `revoking` becomes `revoked` as soon as the broker answers."""

    GRANTED = "granted"
    REVOKING = "revoking"
    REVOKED = "revoked"


class ModelDetails(Sent):
    """Who makes a machine model, what it is called and what it is."""

    make: Name
    name: Name
    kind: Kind


class MachineModel(ModelDetails):
    """A model of machine."""

    id: Slug


class MachineDetails(Sent):
    """What distinguishes one machine."""

    name: Name
    model: Slug
    serial: Serial
    pin: Pin | None = None
    generation: Generation = Generation.JSON


class NewMachine(MachineDetails):
    """A machine to be commissioned, and who has it."""

    id: NewMachineId
    tenures: Annotated[tuple[NewTenure, ...], Field(max_length=100)] = ()


class Period(Told):
    """The half-open time range [from, to); null leaves a side open."""

    from_: datetime | None = Field(alias="from")
    to: datetime | None


class Machine(Told):
    """A machine, as far as the caller may know it.

    `visible` is when the caller may see its data; `tenure` the newest one known to the caller that has begun.
    """

    id: str
    name: str
    model: str
    make: str
    model_name: str
    kind: Kind
    serial: str
    pin: str | None
    generation: Generation
    commissioned_at: datetime
    decommissioned_at: datetime | None
    access: Access
    visible: list[Period]
    tenure: Tenure | None


class MachineColumns(Told):
    """Machines in columns, by id: the same place in each tells of one; `present`: its data of this moment may be seen.

    `customer` and `site` are of the newest tenure known to the caller that has begun, null where there is none.
    """

    id: list[str]
    name: list[str]
    kind: list[Kind]
    make: list[str]
    model_name: list[str]
    serial: list[str]
    pin: list[str | None]
    customer: list[str | None]
    site: list[str | None]
    present: list[bool]
    next: str | None


class Credentials(Told):
    """With what a machine connects to the broker; the password is told once, and its client id is its user name."""

    user: str
    password: str


class Commissioned(Told):
    """A machine that was commissioned, with its credentials."""

    machine: Machine
    credentials: Credentials


RegionPage = Page[Region]
CustomerPage = Page[Customer]
SitePage = Page[Site]
ModelPage = Page[MachineModel]
MachinePage = Page[Machine]
TenurePage = Page[Tenure]
UserPage = Page[User]
ApiKeyPage = Page[ApiKey]
ServicePage = Page[ServiceEntry]
ConsentPage = Page[Consent]
PartyPage = Page[Party]

__all__ = [
    "AbsentSignal",
    "Access",
    "AccessEntry",
    "AccessEntryPage",
    "AccessHead",
    "AccessTold",
    "ApiKey",
    "ApiKeyPage",
    "Basis",
    "Capability",
    "Commissioned",
    "Confirmation",
    "Consent",
    "ConsentChanged",
    "ConsentPage",
    "CreatedApiKey",
    "Credentials",
    "CurrentReads",
    "Customer",
    "CustomerDetails",
    "CustomerPage",
    "Erasure",
    "ErasurePage",
    "ErasureTold",
    "Feature",
    "FeatureCollection",
    "FeatureKind",
    "FeatureProperties",
    "Features",
    "Health",
    "KeySet",
    "Machine",
    "MachineAccess",
    "MachineColumns",
    "MachineDetails",
    "MachineModel",
    "MachinePage",
    "Me",
    "ModelDetails",
    "ModelPage",
    "NewApiKey",
    "NewConsent",
    "NewErasure",
    "NewMachine",
    "NewPassword",
    "NewTenure",
    "Party",
    "PartyDetails",
    "PartyPage",
    "Period",
    "PublicKey",
    "Read",
    "Receipt",
    "Region",
    "RegionDetails",
    "RegionPage",
    "SentSignal",
    "ServiceEntry",
    "ServicePage",
    "SignIn",
    "SignedHead",
    "Site",
    "SiteDetails",
    "SiteKind",
    "SitePage",
    "Tenure",
    "TenurePage",
    "TimeZone",
    "Token",
    "User",
    "UserDetails",
    "UserPage",
    "Withdrawal",
]
