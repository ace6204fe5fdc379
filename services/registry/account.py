"""What do users send and get: who they are, tokens and API keys?"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from services.kit.auth import Role
from services.registry.body import Sent, Told
from services.registry.text import Moment, Name, Permission, Slug, UserName

# Sent in clear by the clients, which is what it is for; shown as asterisks everywhere else.
Secret = Annotated[SecretStr, PlainSerializer(SecretStr.get_secret_value, return_type=str, when_used="json")]


class UserDetails(Sent):
    """A person or program: a customer's user names the customer, an engineer's or a developer's the regions
    and parties.

    Without a password an existing one stays; a user who never had one signs in with API keys only.
    """

    name: Name
    role: Role
    customer: Slug | None = None
    regions: Annotated[tuple[Slug, ...], Field(max_length=100)] = ()
    parties: Annotated[tuple[Slug, ...], Field(max_length=100)] = ()
    password: Annotated[Secret, Field(min_length=12, max_length=200)] | None = None

    @model_validator(mode="after")
    def _belongs(self) -> "UserDetails":
        if (self.role is Role.CUSTOMER) != (self.customer is not None):
            raise PydanticCustomError("customer", "a user of role 'customer' names a customer, and nobody else does")
        if self.regions and self.role not in (Role.ENGINEER, Role.DEVELOPER):
            raise PydanticCustomError("regions", "only engineers and developers serve regions")
        if self.parties and self.role not in (Role.ENGINEER, Role.DEVELOPER):
            raise PydanticCustomError("parties", "only engineers and developers act for parties")
        return self


class User(Told):
    """A person or program that can sign in, unless disabled."""

    id: str
    name: str
    role: Role
    customer: str | None
    regions: list[str]
    parties: list[str]
    disabled_at: datetime | None


class SignIn(Sent):
    """What is exchanged for a token: a user's name and password, or an API key."""

    user: UserName | None = None
    password: Annotated[Secret, Field(max_length=200)] | None = None
    api_key: Annotated[Secret, Field(max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "SignIn":
        given = (self.user is not None, self.password is not None, self.api_key is not None)
        if given not in ((True, True, False), (False, False, True)):
            raise PydanticCustomError("sign_in", "send either 'user' and 'password', or 'api_key'")
        return self


class Token(Told):
    """A signed token for `Authorization: Bearer`, short-lived."""

    access_token: str
    token_type: Literal["Bearer"] = Field("Bearer", description="how the token is shown (RFC 6750)")
    expires_in: int = Field(description="seconds")
    expires_at: datetime


class PublicKey(Told):
    """A public key that verifies tokens (RFC 8037)."""

    kid: str
    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    alg: Literal["EdDSA"] = "EdDSA"
    use: Literal["sig"] = "sig"
    x: str


class KeySet(Told):
    """The public keys that verify tokens, as a JSON Web Key Set."""

    keys: list[PublicKey]


class Me(Told):
    """Who the caller is, what they may see and do, and until when their token holds."""

    subject: str
    name: str
    role: Role
    customer: str | None
    viewers: list[str]
    permissions: list[str]
    expires_at: datetime


class NewPassword(Sent):
    """One's password, and the one to have instead."""

    current: Annotated[Secret, Field(max_length=200)]
    wanted: Annotated[Secret, Field(min_length=12, max_length=200)]


class NewApiKey(Sent):
    """A key for a program, or for a browser's session, limited to permissions that its owner has."""

    name: Name
    permissions: Annotated[tuple[Permission, ...], Field(min_length=1, max_length=50)] = ("*:read",)
    expires_at: Moment


class ApiKey(Told):
    """A key that its owner made; the key itself is known to nobody but them."""

    id: str
    user: str
    name: str
    permissions: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class CreatedApiKey(ApiKey):
    """A key just made; `key` is told this once."""

    key: str
