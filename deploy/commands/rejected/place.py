"""In which database are the refused messages, and which of them were named?"""

import os
import re
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from deploy.commands.database import running_url
from deploy.failure import Failure
from ingest.rejects import Wanted
from ingest.settings import IngestSettings
from models.messages import Reason
from services.kit.settings import read

_AGO = re.compile(r"(\d+(?:\.\d+)?) ?(min|h|d)")
_UNITS = {"min": "minutes", "h": "hours", "d": "days"}


def ingest_settings() -> IngestSettings:
    """Return ingest's settings: those of the environment where it names a database, else the running platform's.

    Raises Failure where there is neither.
    """
    if os.environ.get("HOWDAH_DATABASE_URL"):
        return read(IngestSettings)
    remedy = "Start it with `howdah up`, or name ingest's database in HOWDAH_DATABASE_URL."
    return IngestSettings(database_url=SecretStr(running_url("ingest", remedy)))


def wanted(*, ids: list[int] | None = None, machine: str | None, reason: str | None, since: str | None) -> Wanted:
    """Return which messages a command line names; raises Failure for a reason or a time that is none."""
    if reason is not None and reason not in set(Reason):
        raise Failure(f"There is no reason '{reason}'.", f"The reasons are {', '.join(Reason)}.")
    return Wanted(ids or None, machine, reason, moment(since) if since else None)


def moment(text: str) -> datetime:
    """Return the time that is meant by 90min, 6h or 2d (ago), or by a time of ISO 8601, in UTC where it names no zone.

    Raises Failure for anything else.
    """
    if ago := _AGO.fullmatch(text):
        return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: float(ago[1])})
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        remedy = "Name one as 2026-05-04, 2026-05-04T12:30+02:00, or how long ago: 90min, 6h, 2d."
        raise Failure(f"'{text}' is no time.", remedy) from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)
