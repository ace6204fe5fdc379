"""What do owners hear about who read their data?"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from models.consent import DataGroup, Purpose
from services.kit.page import Page
from services.registry.body import Told
from services.registry.sharing import Receipt

# Whose reads: those of users, their keys and webhooks, or those of the platform's own programs.
Readers = Literal["people", "programs"]


class Read(Told):
    """What somebody read of a customer's machines in an hour, over one path.

    `reader` is the subject of a token (`user:…`, `key:…`) or a program (`service:…`), `rights` as whom the database let
    it read, `purposes` what for, as far as consents of that time say. Of several machines at a time one entry tells.
    """

    owner: str
    hour: datetime
    reader: str
    user: str | None = Field(None, description="who that is, also over a key; null: a program, or somebody gone")
    rights: list[str]
    purposes: list[Purpose]
    service: str
    path: str = Field(description="the route, or the work at which a program was")
    machines: list[str]
    groups: list[DataGroup]
    data_from: datetime | None = Field(description="null: no time was asked for, but what was newest or all there was")
    data_to: datetime | None
    first_at: datetime
    last_at: datetime
    reads: int = Field(description="in how many transactions of the database it was read")


class AccessEntry(Read):
    """An entry of a customer's chain: `sha256` is of `previous`, a line feed and `document`, as UTF-8."""

    number: int
    document: str
    previous: str
    sha256: str


AccessEntryPage = Page[AccessEntry]


class AccessHead(Told):
    """How a customer's chain stands: the number (0: it is empty) and the SHA-256 of its last entry."""

    owner: str
    number: int
    sha256: str
    signed_at: datetime


class SignedHead(AccessHead):
    """A head that the platform signed: to keep, so that nothing before it can be told otherwise later."""

    receipt: Receipt


class CurrentReads(Told):
    """What was read and is not in the chain yet: it comes there when its hour is over."""

    items: list[Read]
