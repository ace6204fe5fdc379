"""What can be wrong with what the registry is asked?"""

import difflib
from collections.abc import Sequence

from services.kit.errors import (
    BadRequest,
    Conflict,
    FieldError,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Problem,
    Unavailable,
)
from services.registry.api import Tenure


class UnknownThing(NotFound):
    """No customer, site, user or other thing of this id exists for this caller."""

    def __init__(self, what: str, wanted: str | int) -> None:
        super().__init__(f"No {what} '{wanted}' is known to you.")


class UnknownReference(BadRequest):
    """A body refers to something that is not there; `known` None: the caller is not told what is."""

    code, title = "unknown-reference", "The request refers to something unknown"

    def __init__(self, what: str, wanted: str, known: Sequence[str] | None) -> None:
        near = difflib.get_close_matches(wanted, known or (), n=3, cutoff=0.5) or list((known or ())[:3])
        hint = f"; the nearest known: {', '.join(near)}." if near else f"; there is no {what} yet, put one first."
        if known is None:
            hint = "; ask them for their id."
        detail = f"There is no {what} '{wanted}'{hint}"
        super().__init__(detail, errors=[FieldError(field=what, detail=detail)], nearest=near)


class SiteOfAnother(BadRequest):
    """A tenure names a site that is not its customer's."""

    code, title = "site-of-another", "The site is another customer's"

    def __init__(self, site: str, customer: str) -> None:
        detail = f"The site '{site}' is not one of the customer '{customer}'; name one of theirs, or none."
        super().__init__(detail, errors=[FieldError(field="site", detail=detail)])


class EndsBeforeItBegins(BadRequest):
    """A tenure is of no time at all."""

    def __init__(self) -> None:
        detail = "'from' must be before 'to'; leave 'to' out while the end is open."
        super().__init__(detail, errors=[FieldError(field="to", detail=detail)])


class SiteInUse(Conflict):
    """A site cannot pass to another customer while tenures tell that machines were there for this one."""

    code, title = "site-in-use", "The site has machines of its customer"

    def __init__(self, site: str) -> None:
        super().__init__(
            f"Machines are or were on the site '{site}' for its customer, so it cannot become another's; "
            "put a site of another id for the other customer."
        )


class OverlappingTenure(Conflict):
    """A machine would be owned, or rented, by two at a time."""

    code, title = "overlapping-tenure", "The time is taken by another tenure"

    def __init__(self, others: Sequence[Tenure]) -> None:
        told = "; ".join(f"{o.basis} by '{o.customer}' {_span(o)} (tenure {o.id})" for o in others)
        super().__init__(
            f"The machine is already {told}. Choose a time outside, or correct that tenure first "
            f"(PUT /v1/machines/{others[0].machine}/tenures/{others[0].id}).",
            overlaps=[o.id for o in others],
        )


class AlreadyCommissioned(Conflict):
    """A machine of this id is or was there; an id is never used again."""

    code, title = "already-commissioned", "The machine is already there"

    def __init__(self, machine: str) -> None:
        super().__init__(
            f"The machine '{machine}' was commissioned before. Ids are used once; if its credentials are lost, "
            f"get others at POST /v1/machines/{machine}/credentials."
        )


class Decommissioned(Conflict):
    """The machine is out of service for good."""

    code, title = "decommissioned", "The machine is decommissioned"

    def __init__(self, machine: str) -> None:
        super().__init__(f"The machine '{machine}' is decommissioned; commission another id to bring it back.")


class Taken(Conflict):
    """A serial number or PIN that another machine has."""

    code, title = "taken", "Another machine has this number"

    def __init__(self, machine: str, *, constraint: str | None) -> None:
        which = "PIN" if constraint and "pin" in constraint else "serial number among the machines of its model"
        super().__init__(f"Another machine has the {which} that is given for '{machine}'; check the plate.")


class LastAdministrator(Conflict):
    """Nobody could change anything any more."""

    code, title = "last-administrator", "Nobody else is an administrator"

    def __init__(self) -> None:
        super().__init__("This is the last administrator who can sign in; make another one first.")


class NotYourData(NotPermitted):
    """Somebody says what becomes of data that are not theirs."""

    code, title = "not-your-data", "Not yours to give"

    def __init__(self, customer: str) -> None:
        super().__init__(f"Only a user of the customer '{customer}' says who has their data; sign in as one of them.")


class UnderWay(Conflict):
    """An erasure of the customer's data is being carried out."""

    code, title = "erasure-under-way", "Data are being erased"

    def __init__(self, erasure: int) -> None:
        super().__init__(f"The erasure {erasure} is under way; ask again when it is done (GET /v1/erasures/{erasure}).")


class NotPlanned(Conflict):
    """What is confirmed is not waiting for that."""

    code, title = "not-planned", "The erasure does not wait for a confirmation"

    def __init__(self, state: str) -> None:
        super().__init__(f"The erasure is '{state}'; it is confirmed while it is 'planned', when all is counted.")


class NotConfirmed(BadRequest):
    """The confirmation names somebody else."""

    code, title = "not-confirmed", "The confirmation names another customer"

    def __init__(self, customer: str) -> None:
        detail = f"Name the customer whose data are erased: '{customer}'."
        super().__init__(detail, errors=[FieldError(field="customer", detail=detail)])


class StillErasing(Conflict):
    """There is no receipt of what is not done."""

    code, title = "not-erased", "The erasure is not done"

    def __init__(self, state: str) -> None:
        super().__init__(f"The erasure is '{state}'; its receipt is there when it is 'erased'.")


class WhoseLog(BadRequest):
    """An administrator asks for the head of nobody's chain; each customer has one."""

    code, title = "whose-log", "Whose log?"

    def __init__(self) -> None:
        detail = "Each customer has a chain of their own; name one with 'customer'."
        super().__init__(detail, errors=[FieldError(field="customer", detail=detail)])


class NotTheirMachine(BadRequest):
    """A consent names a machine that its customer never had."""

    code, title = "not-their-machine", "The machine is another's"

    def __init__(self, machine: str, customer: str) -> None:
        detail = (
            f"'{customer}' has, had and will have no machine '{machine}'; name one of theirs, or none for all of them."
        )
        super().__init__(detail, errors=[FieldError(field="machine", detail=detail)])


class AlreadyWithdrawn(Conflict):
    """A consent is ended once."""

    code, title = "already-withdrawn", "Already withdrawn"

    def __init__(self, consent: int) -> None:
        super().__init__(
            f"The consent {consent} was withdrawn before; its receipt says when. Give another one if need be."
        )


class WrongCredentials(NotSignedIn):
    """The answer to everything that is wrong with a sign-in, so that it tells nothing about who exists."""

    code, title = "wrong-credentials", "Name, password or key do not hold"

    def __init__(self) -> None:
        super().__init__("The user name and password do not fit, or the API key is unknown, expired or revoked.")


class TooManyAttempts(Problem):
    """Somebody tries to guess a password."""

    status, code, title = 429, "too-many-attempts", "Too many attempts to sign in"

    def __init__(self, ends_in_s: float) -> None:
        wait_s = max(1, round(ends_in_s + 0.5))
        super().__init__(
            f"Too many attempts to sign in; try again in {wait_s} s.", headers={"Retry-After": str(wait_s)}
        )


class PasswordNeeded(NotPermitted):
    """A key may not make keys, nor change a password: it would outlive its own limits."""

    def __init__(self) -> None:
        super().__init__("This needs a token got with a password; one got with an API key does not do.")


class BrokerAway(Unavailable):
    """The broker's access rules cannot be changed at the moment; nothing was changed here either."""

    code, title = "broker-away", "The broker does not answer"


class BrokerRefused(Problem):
    """The broker did not take a change of its access rules."""

    status, code, title = 502, "broker-refused", "The broker refused"


def _span(tenure: Tenure) -> str:
    end = f"until {tenure.to.isoformat()}" if tenure.to else "until further notice"
    return f"from {tenure.from_.isoformat()} {end}"
