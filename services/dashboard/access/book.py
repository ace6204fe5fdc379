"""Which things do administrators keep in the registry, and what is filled in of each?"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from models.machines import Kind
from services.dashboard.access.form import Filled
from services.dashboard.partial import every
from services.kit.auth import Role
from services.kit.errors import BadRequest, FieldError
from services.registry.api import (
    CustomerDetails,
    ModelDetails,
    PartyDetails,
    RegionDetails,
    SiteDetails,
    SiteKind,
    UserDetails,
)
from services.registry.client import RegistryClient

Options = Sequence[tuple[str, str]]
_EMPTY = '{"type": "FeatureCollection", "features": []}'


@dataclass(frozen=True)
class Entry:
    """One field of a form; `of` names the book whose things can be chosen, or `options` says what can."""

    name: str
    label: str
    kind: Literal["text", "number", "select", "several", "password", "area"] = "text"
    hint: str = ""
    of: str = ""
    options: Options = ()
    needed: bool = True


@dataclass(frozen=True)
class Book:
    """One kind of thing: what it is called, what is filled in of it, and how it is listed and kept."""

    path: str
    title: str
    one: str
    about: str
    entries: Sequence[Entry]
    details: type[BaseModel]
    listed: Callable[[RegistryClient], Awaitable[Sequence[BaseModel]]]
    put: Callable[[RegistryClient, str, Any], Awaitable[BaseModel]]

    @property
    def columns(self) -> list[Entry]:
        """Return what a list shows of each thing."""
        return [entry for entry in self.entries if entry.kind not in ("password", "area", "number")]

    def read(self, form: Filled) -> BaseModel:
        """Return what was filled in; raises ValidationError or BadRequest with what is wrong."""
        return self.details.model_validate({entry.name: _value(entry, form) for entry in self.entries})

    def filled(self, thing: BaseModel) -> Filled:
        """Return the form as a thing stands at present."""
        told = thing.model_dump(mode="json", by_alias=True)
        return Filled({entry.name: _written(entry, told.get(entry.name)) for entry in self.entries})


def _value(entry: Entry, form: Filled) -> Any:
    said = form.value(entry.name)
    match entry.kind:
        case "several":
            return form.every(entry.name)
        case "number":
            return said.replace(",", ".")
        case "area":
            return _parsed(entry.name, said or _EMPTY)
    return said or None


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        wrong = FieldError(field=name, detail=f"this is not JSON: {error.msg} in line {error.lineno}")
        raise BadRequest(wrong.detail, errors=[wrong]) from error


def _written(entry: Entry, value: Any) -> list[str]:
    if value is None:
        return []
    if entry.kind == "several":
        return [str(one) for one in value]
    return [json.dumps(value, indent=1) if entry.kind == "area" else str(value)]


_NAME = Entry("name", "Name")
_REGION = Entry("region", "Region", "select", of="regions")
_KINDS = tuple((kind.value, kind.label) for kind in Kind)
_SITE_KINDS = tuple((kind.value, kind.value) for kind in SiteKind)
_ROLES = tuple((role.value, role.value) for role in Role)

BOOKS: Mapping[str, Book] = {
    book.path: book
    for book in (
        Book(
            "customers",
            "Customers",
            "customer",
            "Companies that own or rent machines. The region serves their machines that are on no site.",
            (_NAME, _REGION),
            CustomerDetails,
            lambda registry: every(lambda after: registry.customers(limit=1000, after=after)),
            lambda registry, id_, told: registry.put_customer(id_, told),
        ),
        Book(
            "sites",
            "Sites",
            "site",
            "Where a customer's machines work, with zones and roads.",
            (
                _NAME,
                Entry("customer", "Customer", "select", of="customers"),
                _REGION,
                Entry("timezone", "Time zone", hint="such as Europe/Stockholm"),
                Entry("latitude_deg", "Latitude", "number", "degrees north"),
                Entry("longitude_deg", "Longitude", "number", "degrees east"),
                Entry("kind", "Kind", "select", "what is done there", options=_SITE_KINDS, needed=False),
                Entry("material", "Roads", "text", "what they are made of, such as clay", needed=False),
                Entry("features", "Zones and roads", "area", "GeoJSON, longitude first", needed=False),
            ),
            SiteDetails,
            lambda registry: every(lambda after: registry.sites(limit=1000, after=after)),
            lambda registry, id_, told: registry.put_site(id_, told),
        ),
        Book(
            "users",
            "Users",
            "user",
            "Who can sign in. A customer's user names the customer; engineers and developers serve regions or parties.",
            (
                _NAME,
                Entry("role", "Role", "select", options=_ROLES),
                Entry("customer", "Customer", "select", "of users of role customer", of="customers", needed=False),
                Entry("regions", "Regions", "several", of="regions", needed=False),
                Entry("parties", "Parties", "several", of="parties", needed=False),
                Entry(
                    "password",
                    "Password",
                    "password",
                    "12 characters or more; empty: it stays, or nobody signs in",
                    needed=False,
                ),
            ),
            UserDetails,
            lambda registry: every(lambda after: registry.users(limit=1000, after=after)),
            lambda registry, id_, told: registry.put_user(id_, told),
        ),
        Book(
            "regions",
            "Regions",
            "region",
            "Parts of the world that engineers serve.",
            (_NAME,),
            RegionDetails,
            lambda registry: every(lambda after: registry.regions(limit=1000, after=after)),
            lambda registry, id_, told: registry.put_region(id_, told),
        ),
        Book(
            "models",
            "Models",
            "machine model",
            "What machines can be.",
            (Entry("make", "Make"), _NAME, Entry("kind", "Kind", "select", options=_KINDS)),
            ModelDetails,
            lambda registry: every(lambda after: registry.models(limit=1000, after=after)),
            lambda registry, id_, told: registry.put_model(id_, told),
        ),
        Book(
            "parties",
            "Parties",
            "party",
            "Dealers, and services of third parties, to whom customers can give data.",
            (_NAME, Entry("kind", "Kind", "select", options=(("dealer", "dealer"), ("service", "service")))),
            PartyDetails,
            lambda registry: every(lambda after: registry.parties(limit=1000, after=after)),
            lambda registry, id_, told: registry.put_party(id_, told),
        ),
    )
}
