"""Which ids, names and moments does the registry accept?"""

import re
import zoneinfo
from datetime import UTC, datetime
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

from models.messages import MACHINE_ID

_USER = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
# ISO 10261 leaves out I, O and Q, which are taken for 1 and 0.
_PIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_PERMISSION = re.compile(r"(\*|[a-z][a-z0-9-]*):(read|write)")
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _slug(value: str) -> str:
    if not re.fullmatch(MACHINE_ID, value):
        raise PydanticCustomError(
            "id", "an id has 1 to 63 lower-case letters, digits and hyphens, and does not begin with a hyphen"
        )
    return value


def _machine(value: str) -> str:
    # The broker's own users: a machine of such a name would take their place there.
    if value.startswith("svc-") or value in ("ingest", "admin"):
        raise PydanticCustomError("reserved", "'{id}' is a name of the platform itself; choose another", {"id": value})
    return _slug(value)


def _user(value: str) -> str:
    if not _USER.fullmatch(value):
        raise PydanticCustomError(
            "user",
            "a user name has 1 to 64 lower-case letters, digits and . _ @ + -, and begins with a letter or digit",
        )
    return value


def _pin(value: str) -> str:
    if not _PIN.fullmatch(value):
        raise PydanticCustomError(
            "pin", "a product identification number (ISO 10261) has 17 capital letters and digits, without I, O and Q"
        )
    return value


def _permission(value: str) -> str:
    if not _PERMISSION.fullmatch(value):
        raise PydanticCustomError(
            "permission", "a permission is <service>:read or <service>:write, or * instead of a service's name"
        )
    return value


def _printable(value: str) -> str:
    if not value.isprintable():
        raise PydanticCustomError("text", "a name is one line of text without control characters")
    return value


@cache
def _timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _timezone(value: str) -> str:
    if value not in _timezones():
        raise PydanticCustomError(
            "timezone", "'{zone}' is no time zone; name one of the tz database, for example Europe/Stockholm",
            {"zone": value[:60]},
        )  # fmt: skip
    return value


def _moment(value: datetime) -> datetime:
    if not _FIRST <= value <= _LAST:
        raise PydanticCustomError("moment", "a time lies between 1970 and 2200")
    return value.astimezone(UTC)


Slug = Annotated[
    str, AfterValidator(_slug), Field(examples=["north-quarry"], json_schema_extra={"pattern": MACHINE_ID})
]
NewMachineId = Annotated[
    str, AfterValidator(_machine), Field(examples=["loader-07"], json_schema_extra={"pattern": MACHINE_ID})
]
UserName = Annotated[str, AfterValidator(_user), Field(examples=["anna"])]
Permission = Annotated[str, AfterValidator(_permission), Field(examples=["telemetry:read"])]
Pin = Annotated[str, AfterValidator(_pin), Field(examples=["NBGL310XK00071204"])]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_printable)
]
Serial = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(_printable)
]
KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
TimeZone = Annotated[str, AfterValidator(_timezone), Field(examples=["Europe/Stockholm"])]
Moment = Annotated[AwareDatetime, AfterValidator(_moment), Field(examples=["2026-03-01T06:00:00Z"])]
