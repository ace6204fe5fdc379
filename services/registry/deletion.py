"""What is said and told about the erasure of a customer's data?"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from services.kit.page import Page
from services.registry.body import Sent, Told
from services.registry.text import Slug

Scope = Literal["data", "everything"]


class NewErasure(Sent):
    """What is to be erased: what their machines told and what was made of it, or users, keys and sites as well."""

    scope: Scope = Field(
        "data",
        description="`data`: telemetry and results of their time; `everything`: their users, keys, sites, drawings, "
        "costs and webhooks too",
    )


class Confirmation(Sent):
    """The customer's id once more: what is erased does not come back."""

    customer: Slug


class Erasure(Told):
    """An erasure: rows by table as they were counted, and as they were erased.

    It is counted first, and nothing is erased before it is confirmed. Telemetry is erased up to the confirmation:
    machines that go on sending (`still_sending`) begin anew, until they are decommissioned.
    """

    id: int
    customer: str
    scope: Scope
    state: Literal["counting", "planned", "dropped", "erasing", "settling", "erased"]
    asked_by: str
    asked_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    finished_at: datetime | None
    machines: list[str]
    still_sending: list[str]
    done: int = Field(description="how many of the machines the present pass has come to")
    found: dict[str, int]
    erased: dict[str, int]


class Kept(Told):
    """What an erasure leaves, and why."""

    what: str
    why: str


class ErasureTold(Erasure):
    """An erasure, what it leaves, and the users at whose word it is, over keys too, while they are known."""

    kept: list[Kept]
    asker: str | None = None
    confirmer: str | None = None


ErasurePage = Page[ErasureTold]

KEPT = [
    Kept(what="consents and withdrawals", why="They show why data were given to whom; they name users by their ids."),
    Kept(
        what="the log of who read data",
        why="It is the owner's proof, and a chain that breaks where anything is taken out; it holds no data.",
    ),
    Kept(what="erasures and their receipts", why="They prove that data were erased, when, and at whose word."),
    Kept(
        what="the customer's id, their machines, and from when to when they had them",
        why="Without these nobody could tell the next holder's data from theirs.",
    ),
    Kept(
        what="the ids of the owners behind each group of a quarter's comparison",
        why="Who is in the next comparison has to fit who was in the last, or somebody's part could be worked out.",
    ),
    Kept(
        what="machines' ids in rows of other owners",
        why="A load that a truck got is the digger's, and names the truck.",
    ),
    Kept(
        what="backups, exports, delivered webhooks, trained models",
        why="They are outside; whoever has them has to be asked.",
    ),
]
