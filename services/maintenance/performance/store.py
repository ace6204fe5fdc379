"""What was found of what models said, and of how much do they tell at present?"""

from dataclasses import dataclass
from pathlib import Path

from services.kit.database import Connection, Queries, fetch_all
from services.maintenance.api import Found, Outcome, Role

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "performance.sql")


@dataclass(frozen=True)
class Versions:
    """Which versions of the models spoke together in a role; empty where none did."""

    role: Role
    life_model: str
    life_version: str
    diagnosis_model: str
    diagnosis_version: str


@dataclass(frozen=True)
class Verdict(Versions):
    """What was found of a suspicion; `lived_h` operating hours passed from the interval told until the failure."""

    order: int
    outcome: Outcome
    found: Found | None
    cost: float | None
    lead_h: float | None
    low_h: float | None
    high_h: float | None
    lived_h: float | None


@dataclass(frozen=True)
class StandingSuspicions(Versions):
    """Of how many suspicions versions of the models tell at present."""

    suspicions: int


async def list_verdicts(db: Connection) -> list[Verdict]:
    """Return the visible verdicts, once for each group of versions that spoke of the suspicion before."""
    return await fetch_all(db, Verdict, QUERIES["list_verdicts"])


async def list_standing(db: Connection) -> list[StandingSuspicions]:
    """Return of how many visible suspicions each group of versions tells."""
    return await fetch_all(db, StandingSuspicions, QUERIES["list_standing"])
