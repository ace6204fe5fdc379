"""What does a customer give to whom, and how is it given and withdrawn?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from models.consent import DataGroup
from services.dashboard import wording
from services.dashboard.access.form import Filled, Sent, tried
from services.dashboard.access.owner import local_of
from services.dashboard.access.phrase import GROUPS, PURPOSES, Names, reader_named
from services.dashboard.fleet.source import Gathered, Source
from services.dashboard.page import render
from services.dashboard.partial import Missing, every
from services.kit.errors import BadRequest, FieldError
from services.registry.api import Consent, NewConsent, Party, Withdrawal

router = APIRouter(include_in_schema=False)

WRITE = "consent:write"
_ENDED = frozenset({"over", "withdrawn"})
# Customers do not hear who else is one, so whom they mean they have to say.
_ANOTHER = ("customer", "another customer")


@dataclass(frozen=True)
class _Look:
    """What is known around the consents that somebody may see, and whose they are."""

    names: Names
    parties: Sequence[Party]
    consents: Sequence[Consent]
    customer: str
    local: ZoneInfo
    sentences: Sequence[str]


@router.get("/access/consents", summary="Consent", description="Who may have whose data, for what and until when.")
async def show_consents(request: Request, source: Gathered, customer: str = "", seen: int = 0) -> Response:
    return await _page(request, source, customer, seen=seen)


@router.post("/access/consents", summary="Give", description="Shows what would be given, then gives it.")
async def give(request: Request, source: Gathered, form: Sent) -> Response:
    customer = source.user.customer or form.value("customer")
    local = local_of(await source.named(), customer)
    new, form = await tried(form, _wanted(form, customer, local))
    if new is None or form.value("step") != "give":
        return await _page(request, source, customer, form=form, wanted=new)
    given, form = await tried(form, source.registry.give_consent(new))
    return _back(given) if given else await _page(request, source, customer, form=form)


@router.post("/access/consents/{consent}/withdrawal", summary="Withdraw", description="The recipient has no more.")
async def withdraw(request: Request, consent: int, source: Gathered, form: Sent) -> Response:
    said = form.value("why")
    ended, form = await tried(form, _withdrawn(source, consent, said))
    return _back(ended) if ended else await _page(request, source, "", form=form)


async def _withdrawn(source: Source, consent: int, why: str) -> Consent:
    return await source.registry.withdraw_consent(consent, Withdrawal(why=why) if why else Withdrawal())


@router.get("/access/consents/{consent}/receipt.json", summary="Receipt", description="The consent, signed, as a file.")
async def get_receipt(consent: int, source: Gathered) -> Response:
    receipt = await source.registry.receipt(consent)
    name = f'attachment; filename="consent-{consent}.json"'
    text = receipt.model_dump_json(indent=2)
    return Response(text, media_type="application/json", headers={"Content-Disposition": name})


def _back(consent: Consent) -> Response:
    return RedirectResponse(
        f"/access/consents?{urlencode({'customer': consent.customer, 'seen': consent.id})}#consent-{consent.id}", 303
    )


async def _page(
    request: Request,
    source: Source,
    customer: str,
    *,
    form: Filled | None = None,
    wanted: NewConsent | None = None,
    seen: int = 0,
) -> Response:
    form, look = form or Filled(), await _look(source, source.user.customer or customer)
    user = source.user
    return render(
        request,
        "access_consents.html",
        user=user,
        status=form.status,
        form=form,
        wanted=wanted,
        seen=seen,
        look=look,
        named=reader_named,
        holding=[one for one in look.consents if one.state not in _ENDED],
        ended=[one for one in look.consents if one.state in _ENDED],
        may_act=user.may(WRITE) and (user.customer is not None or user.may("registry:write")),
        **await _choices(source, look),
    )


async def _choices(source: Source, look: _Look) -> dict[str, Any]:
    fleet, you = await source.named(), "us" if source.user.customer else "the customer"
    return {
        "groups": GROUPS,
        "purposes": [(one.value, wording.sentence(words.format(you=you))) for one, words in PURPOSES.items()],
        "recipients": [*((f"party:{one.id}", f"{one.name} ({one.kind})") for one in look.parties), _ANOTHER],
        "machines": [(one.id, one.name) for one in fleet.machines.values() if one.customer == look.customer],
    }


async def _look(source: Source, customer: str) -> _Look:
    fleet, missing = await source.named(), Missing()
    registry, attempt = source.registry, missing.attempt
    parties = await attempt(every(lambda after: registry.parties(limit=1000, after=after))) or []
    wanted = customer or None
    consents = await attempt(
        every(lambda after: registry.consents(customer=wanted, limit=1000, after=after), most=2000)
    )
    names = Names(
        customers={one.id: one.name for one in fleet.customers.values()},
        parties={one.id: one.name for one in parties},
        machines={one.id: one.name for one in fleet.machines.values()},
    )
    return _Look(names, parties, consents or [], customer, local_of(fleet, customer), missing.sentences)


async def _wanted(form: Filled, customer: str, local: ZoneInfo) -> NewConsent:
    groups = list(DataGroup) if form.value("groups") == "all" else form.every("groups")
    return NewConsent.model_validate(
        {
            "customer": customer,
            "machine": form.value("machine") or None,
            "recipient": _recipient(form),
            "purpose": form.value("purpose"),
            "groups": groups,
            "data_from": _midnight(form, "data_from", local),
            "from": _midnight(form, "from", local),
            "to": _midnight(form, "to", local),
        }
    )


def _recipient(form: Filled) -> str:
    recipient, named = form.value("recipient"), form.value("named")
    if recipient != _ANOTHER[0]:
        return recipient
    if not named:
        wrong = FieldError(field="named", detail="write the id of the customer who is to have the data")
        raise BadRequest(wrong.detail, errors=[wrong])
    return f"customer:{named}"


def _midnight(form: Filled, name: str, local: ZoneInfo) -> datetime | None:
    if not (said := form.value(name)):
        return None
    try:
        return datetime.combine(date.fromisoformat(said), time(), local)
    except ValueError as error:
        wrong = FieldError(field=name, detail="write a date such as 2026-03-01")
        raise BadRequest(wrong.detail, errors=[wrong]) from error
