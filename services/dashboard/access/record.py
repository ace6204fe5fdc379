"""How does an administrator look at what the registry keeps, add to it and change it?"""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from services.dashboard.access.book import BOOKS, Book, Options
from services.dashboard.access.form import Filled, Sent, tried
from services.dashboard.fleet.source import forget
from services.dashboard.neighbour import RegistryOfUser
from services.dashboard.page import render
from services.dashboard.session import User
from services.kit.auth import Principal
from services.kit.errors import BadRequest, FieldError, NotFound, NotPermitted
from services.registry.client import RegistryClient

router = APIRouter(include_in_schema=False)

WRITE = "registry:write"
_MOST = 500
Id = Annotated[str, Path(max_length=80)]


async def _book(book: Annotated[str, Path(max_length=20)], user: User) -> Book:
    if book not in BOOKS:
        raise NotFound(f"There is no page '/access/{book}'; there are {', '.join(BOOKS)}.")
    if not user.may(WRITE):
        raise NotPermitted(f"Only administrators keep {BOOKS[book].title.lower()}; ask one of yours.")
    return BOOKS[book]


Wanted = Annotated[Book, Depends(_book)]


@router.get("/access/{book}", summary="Things of a kind", description="What the registry keeps, for administrators.")
async def show_book(request: Request, book: Wanted, user: User, registry: RegistryOfUser, q: str = "") -> Response:
    return await _list(request, user, registry, book, q=q[:100])


@router.post("/access/{book}", summary="Add", description="One more of a kind.")
async def add(request: Request, book: Wanted, user: User, registry: RegistryOfUser, form: Sent) -> Response:
    async def put() -> BaseModel:
        wanted = form.value("id")
        if any(_id(one) == wanted for one in await book.listed(registry)):
            wrong = FieldError(field="id", detail=f"there is a {book.one} '{wanted}' already; choose it in the list")
            raise BadRequest(wrong.detail, errors=[wrong])
        return await book.put(registry, wanted, book.read(form))

    kept, form = await tried(form, put())
    if kept:
        return _kept(book, form.value("id"))
    # In a path the registry calls an id after what it is of.
    return await _list(request, user, registry, book, form=form.beside(book.one.split()[-1], "id"))


@router.get("/access/{book}/{thing}", summary="One thing", description="To look at and to change.")
async def show(request: Request, book: Wanted, thing: Id, user: User, registry: RegistryOfUser) -> Response:
    return await _page(request, user, registry, book, thing=thing)


@router.post("/access/{book}/{thing}", summary="Change", description="Replaces what is kept.")
async def change(
    request: Request, book: Wanted, thing: Id, user: User, *, registry: RegistryOfUser, form: Sent
) -> Response:
    async def put() -> BaseModel:
        return await book.put(registry, thing, book.read(form))

    kept, form = await tried(form, put())
    return _kept(book, thing) if kept else await _page(request, user, registry, book, thing=thing, form=form)


@router.post("/access/users/{user_id}/disable", summary="Disable a user", description="Who signs in no more.")
async def disable(request: Request, user_id: Id, user: User, registry: RegistryOfUser, form: Sent) -> Response:
    async def end() -> bool:
        await registry.disable_user(user_id)
        return True

    done, form = await tried(form, end())
    book = BOOKS["users"]
    return _kept(book, user_id) if done else await _page(request, user, registry, book, thing=user_id, form=form)


def _kept(book: Book, thing: str) -> Response:
    forget()
    return RedirectResponse(f"/access/{book.path}#{book.path}-{thing}", 303)


def _id(thing: BaseModel) -> str:
    return str(getattr(thing, "id", ""))


async def _list(
    request: Request,
    user: Principal,
    registry: RegistryClient,
    book: Book,
    *,
    form: Filled | None = None,
    q: str = "",
) -> Response:
    form, options, things = form or Filled(), await _options(registry, book), await book.listed(registry)
    found = [one for one in things if q.lower() in f"{_id(one)} {getattr(one, 'name', '')}".lower()]
    context: dict[str, Any] = {"things": found[:_MOST], "found": len(found), "total": len(things), "q": q}
    return render(
        request,
        "access_book.html",
        user=user,
        status=form.status,
        book=book,
        form=form,
        options=options,
        **context,
    )


async def _page(
    request: Request,
    user: Principal,
    registry: RegistryClient,
    book: Book,
    *,
    thing: str,
    form: Filled | None = None,
) -> Response:
    known = next((one for one in await book.listed(registry) if _id(one) == thing), None)
    if known is None:
        raise NotFound(f"There is no {book.one} '{thing}'.")
    form = form or book.filled(known)
    return render(
        request,
        "access_record.html",
        user=user,
        status=form.status,
        book=book,
        thing=known,
        form=form,
        options=await _options(registry, book),
    )


async def _options(registry: RegistryClient, book: Book) -> dict[str, Options]:
    """Return what can be chosen in each field of a form."""
    wanted = [entry for entry in book.entries if entry.of]
    lists: Sequence[Sequence[BaseModel]] = await asyncio.gather(*(BOOKS[one.of].listed(registry) for one in wanted))
    named = {
        entry.name: [(_id(one), str(getattr(one, "name", ""))) for one in found]
        for entry, found in zip(wanted, lists, strict=True)
    }
    return {**{entry.name: entry.options for entry in book.entries}, **named}
