"""What can be wrong with what is asked about costs?"""

from collections.abc import Sequence

from services.kit.errors import BadRequest, FieldError, NotFound, NotPermitted


class UnknownCustomer(NotFound):
    """No customer of this id exists for this caller."""

    code, title = "unknown-customer", "Unknown customer"

    def __init__(self, customer: str) -> None:
        super().__init__(f"No customer '{customer}' is known to you. List yours at /api/registry/v1/customers.")


class ForEverybody(NotPermitted):
    """What holds for everybody is set by those who see everything."""

    def __init__(self) -> None:
        super().__init__("Costs for everybody are set by who sees all machines; name a 'customer' of yours.")


class WrongSheet(BadRequest):
    """A cost sheet says what cannot be."""

    code, title = "wrong-sheet", "The cost sheet contradicts itself"

    def __init__(self, wrong: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.detail}" for one in wrong[:5]), errors=wrong)
