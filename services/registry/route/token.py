"""Over which routes does somebody get a token, keep keys, and learn who they are?"""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.auth import Caller
from services.kit.health import Running
from services.kit.page import Cutting
from services.registry import apikey
from services.registry.api import ApiKeyPage, CreatedApiKey, KeySet, Me, NewApiKey, NewPassword, SignIn, Token
from services.registry.entry import change_password, sign_in
from services.registry.permission import Address, Mine, Owners, SignedIn, user_of
from services.registry.settings import settings_of
from services.registry.signing import signer
from services.registry.store import account
from services.registry.text import KeyId

router = APIRouter()
Id = Annotated[KeyId, Path(description="The id of the key, which is not the key.")]


@router.post(
    "/v1/tokens",
    status_code=201,
    summary="Sign in",
    description="Exchanges a user's name and password, or an API key, for a token of a quarter of an hour. Too many "
    "failed attempts are answered with 429 and `Retry-After`.",
)
async def create_token(asked: SignIn, resources: Running, address: Address, response: Response) -> Token:
    response.headers["Cache-Control"] = "no-store"
    return await sign_in(resources, asked, address)


@router.get(
    "/v1/keys.json", summary="The keys that verify tokens", description="A JSON Web Key Set (RFC 7517), open to all."
)
async def get_key_set(resources: Running) -> KeySet:
    return KeySet(keys=[signer(settings_of(resources).signing_key_file).published])


@router.get("/v1/me", summary="Who one is", description="What the caller's token tells of them.")
async def get_me(caller: Caller) -> Me:
    return Me(
        subject=caller.subject,
        name=caller.name,
        role=caller.role,
        customer=caller.customer,
        viewers=list(caller.viewers),
        permissions=sorted(caller.permissions),
        expires_at=caller.expires_at,
    )


@router.post(
    "/v1/me/password",
    summary="Change one's password",
    description="Needs the present one, and a token that was got with it.",
)
async def change_my_password(change: NewPassword, caller: SignedIn, resources: Running, address: Address) -> Me:
    await change_password(resources, user_of(caller), change, address)
    return await get_me(caller)


@router.get("/v1/api-keys", summary="API keys", description="One's own keys, an administrator's: all; newest first.")
async def list_api_keys(db: Owners, cut: Cutting) -> ApiKeyPage:
    return cut.page(await account.list_api_keys(db, cut), "created_at", "id")


@router.post(
    "/v1/api-keys",
    status_code=201,
    summary="Make an API key",
    description="For oneself, signed in with a password. The key is told this once; it may do no more than one may.",
)
async def create_api_key(
    wanted: NewApiKey, caller: SignedIn, db: Mine, resources: Running, response: Response
) -> CreatedApiKey:
    response.headers["Cache-Control"] = "no-store"
    apikey.check(wanted, caller, settings_of(resources))
    return await apikey.create(db, user_of(caller), wanted)


@router.delete(
    "/v1/api-keys/{key}",
    status_code=204,
    summary="Revoke an API key",
    description="One's own, or as administrator any. Tokens that were got with it end within a quarter of an hour.",
)
async def revoke_api_key(key: Id, db: Mine) -> Response:
    await account.revoke_api_key(db, key)
    return Response(status_code=204)
