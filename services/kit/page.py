"""How is a long list answered page by page?"""

import base64
import binascii
from collections.abc import Mapping
from types import GenericAlias
from typing import Annotated, Any, Generic, TypeVar, cast

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel, TypeAdapter, ValidationError

from services.kit.errors import BadRequest, FieldError

Item = TypeVar("Item")
MOST_COLUMNS = 20_000
_KEY = TypeAdapter(list[str | int | float])


class Page(BaseModel, Generic[Item]):
    """Some items, and the cursor for `after` that fetches those behind them (null: these are the last)."""

    items: list[Item]
    next: str | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return what a page is called in the OpenAPI document, for example `MachinePage`."""
        return f"{params[0].__name__}Page"


class Cut(BaseModel):
    """Which part of a list was asked for: at most `limit` items behind the key `after`."""

    limit: int
    after: list[str | int | float] | None

    def behind(self, *kinds: Any) -> tuple[Any, ...]:
        """Return the key behind which the page begins, as values of these types; Nones where it is the first page.

        Raises BadRequest for the cursor of another list.
        """
        if self.after is None:
            return (None,) * len(kinds)
        key: Any = GenericAlias(tuple, kinds)
        try:
            return cast(tuple[Any, ...], TypeAdapter(key).validate_python(self.after))
        except ValidationError as error:
            raise _not_a_cursor() from error

    def page(self, found: list[Item], *key: str) -> Page[Item]:
        """Return the page from up to `limit + 1` found items; `key` names the fields that order them."""
        more = len(found) > self.limit
        items = found[: self.limit]
        return Page(items=items, next=cursor([getattr(items[-1], name) for name in key]) if more else None)


def cut_columns(columns: Mapping[str, list[Any]], cut: Cut, *key: str) -> dict[str, Any]:
    """Return columns of up to `limit + 1` rows as those of the page, with its `next`; `key` names what orders them."""
    more = len(columns[key[0]]) > cut.limit
    page = {name: column[: cut.limit] for name, column in columns.items()}
    return {**page, "next": cursor([page[name][-1] for name in key]) if more else None}


def cursor(key: list[str | int | float]) -> str:
    """Return an opaque cursor for the place in a list behind this key."""
    return base64.urlsafe_b64encode(orjson.dumps(key, default=str)).decode().rstrip("=")


async def _cut(
    limit: Annotated[int, Query(ge=1, le=1000, description="Items per page, at most.")] = 100,
    after: Annotated[str | None, Query(max_length=500, description="The `next` of the page before.")] = None,
) -> Cut:
    if after is None:
        return Cut(limit=limit, after=None)
    try:
        told = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        return Cut(limit=limit, after=_KEY.validate_json(told))
    except (binascii.Error, ValueError) as error:
        raise _not_a_cursor() from error


async def _wide(
    limit: Annotated[int, Query(ge=1, le=MOST_COLUMNS, description="Rows, at most.")] = MOST_COLUMNS,
    after: Annotated[str | None, Query(max_length=500, description="The `next` of the columns before.")] = None,
) -> Cut:
    return await _cut(limit, after)


def _not_a_cursor() -> BadRequest:
    wrong = "This is not a cursor of this list; send the `next` of the page before, unchanged."
    return BadRequest(wrong, errors=[FieldError(field="after", detail=wrong)])


Cutting = Annotated[Cut, Depends(_cut)]
# For columns, which cost little a row.
WideCutting = Annotated[Cut, Depends(_wide)]
