"""What did somebody fill into a form, and what was wrong with it?"""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from pydantic import ValidationError

from services.kit.client import Refused
from services.kit.errors import BadRequest, FieldError, NotFound, NotPermitted, Unavailable, said

Done = TypeVar("Done")
# What one can mend by filling in something else, or by asking somebody else; the rest is a page of its own.
MENDABLE = (Refused, BadRequest, NotFound, NotPermitted, Unavailable)


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in, each field with its values; `detail` and `errors` say what was wrong."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    detail: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def value(self, name: str, otherwise: str = "") -> str:
        """Return what was filled into a field."""
        return next(iter(self.values.get(name, ())), otherwise).strip()

    def every(self, name: str) -> Sequence[str]:
        """Return all that was chosen in a field."""
        return [value for value in self.values.get(name, ()) if value]

    def refused(self, detail: str, errors: Iterable[FieldError] = (), status: int = 422) -> "Filled":
        """Return the form with what was wrong, each error beside the field that it names."""
        found: dict[str, str] = {}
        for error in (wrong := list(errors)):
            found.setdefault(self._field(error.field), error.detail)
        # Fields have other names on a page than in a body, so what is wrong about them is told without.
        named = not detail or any(detail.startswith(f"{one.field}: ") for one in wrong)
        told = "; ".join(dict.fromkeys(found.values())) if named else detail
        return replace(self, detail=told, errors=found, status=status)

    def beside(self, field: str, name: str) -> "Filled":
        """Return the form with what the service says of `field` beside what the page calls `name`."""
        return replace(self, errors={name if one == field else one: detail for one, detail in self.errors.items()})

    def _field(self, place: str) -> str:
        """Return the form's name of the field at a place in a body: of 'tenures.0.site' it is 'site'."""
        parts = [part for part in place.split(".") if not part.isdigit()]
        return next((part for part in reversed(parts) if part in self.values), parts[-1] if parts else place)


async def _read(request: Request) -> Filled:
    sent = await request.form()
    return Filled({name: [value for value in sent.getlist(name) if isinstance(value, str)] for name in sent})


Sent = Annotated[Filled, Depends(_read)]


async def tried(form: Filled, act: Awaitable[Done]) -> tuple[Done | None, Filled]:
    """Return what was done and the form, or None and the form with what was wrong about it."""
    try:
        return await act, form
    except ValidationError as error:
        return None, invalid(form, error)
    except MENDABLE as problem:
        return None, form.refused(str(problem.detail), problem.errors, problem.status_code)


def invalid(form: Filled, error: ValidationError) -> Filled:
    """Return the form with what keeps it from being a body."""
    wrong = [FieldError(field=_place(one["loc"], one["type"]), detail=said(one)) for one in error.errors()]
    return form.refused("", wrong)


def _place(location: Sequence[int | str], kind: str) -> str:
    # What is wrong with a body as a whole is named after the field that is to be changed.
    return ".".join(map(str, location)) or kind
