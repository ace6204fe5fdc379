"""Which past does the demo have, and how does it get into the database?"""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from deploy.child import Child
from deploy.demo.crew import FLEET_FILE
from deploy.layout import Layout
from deploy.processes import Supervisor

_DEADLINE_S = 600
_SHORTEST = timedelta(minutes=2)
_LONGEST_STORY = timedelta(days=21)


@dataclass(frozen=True)
class Span:
    """The time [begin, end)."""

    begin: datetime
    end: datetime


class History:
    """The fleet's past, written to files by the simulators beside what else starts, and stored by ingest.

    What is begun is noted down, so that the next start completes it with the very same messages.
    """

    def __init__(self, layout: Layout, supervisor: Supervisor, wanted: Span) -> None:
        self._layout = layout
        self._supervisor = supervisor
        self._asked = wanted
        self._missing: list[Span] = []
        self._writing: Child | None = None

    @property
    def is_missing(self) -> bool:
        """Whether anything is to be stored."""
        return bool(self._missing)

    @property
    def story(self) -> tuple[str, ...]:
        """The simulators' options that name the fleet and when its story began, the same at every start."""
        noted = self._layout.home.demo / "story-since"
        known = datetime.fromisoformat(noted.read_text(encoding="utf-8")) if noted.exists() else self._asked.begin
        # Without its checkpoint a start goes through the whole story, a second or so for each day of it.
        since = known if self._asked.end - known < _LONGEST_STORY else self._asked.begin
        noted.write_text(since.isoformat(), encoding="utf-8")
        checkpoint = self._layout.home.demo / "story.json"
        return ("--fleet", str(FLEET_FILE), "--since", since.isoformat(), "--checkpoint", str(checkpoint))

    @property
    def title(self) -> str:
        """What is being stored, in words."""
        length = sum((span.end - span.begin for span in self._missing), timedelta())
        return f"{length.days} days of history" if length.days else f"{length.seconds // 60} minutes of history"

    def begin(self) -> None:
        """Let the simulators write what is missing since the last reading that is stored."""
        self._missing = missing(self._asked, self._noted(), _newest(self._layout))
        self._note()
        if self._missing:
            self._writing = self._write(self._missing[0])

    def finish(self) -> None:
        """Return when everything is stored."""
        while self._missing:
            self._supervisor.finish(self._writing or self._write(self._missing[0]), _DEADLINE_S)
            self._writing = None
            self._supervisor.finish(self._supervisor.begin(self._layout.backfill(self._folder)), _DEADLINE_S)
            self._missing.pop(0)
            self._note()
            shutil.rmtree(self._folder)

    @property
    def _folder(self) -> Path:
        return self._layout.home.demo / "history"

    def _write(self, span: Span) -> Child:
        shutil.rmtree(self._folder, ignore_errors=True)
        period = ("--from", span.begin.isoformat(), "--to", span.end.isoformat())
        arguments = ("history", *period, "--out", str(self._folder), *self.story)
        return self._supervisor.begin(self._layout.python("history", "simulators", *arguments, env={}))

    def _noted(self) -> list[Span]:
        if not self._notes.exists():
            return []
        told = json.loads(self._notes.read_text(encoding="utf-8"))
        return [Span(*map(datetime.fromisoformat, pair)) for pair in told]

    def _note(self) -> None:
        pairs = [(span.begin.isoformat(), span.end.isoformat()) for span in self._missing]
        self._notes.write_text(json.dumps(pairs), encoding="utf-8")

    @property
    def _notes(self) -> Path:
        return self._layout.home.demo / "unfinished-history.json"


def missing(asked: Span, unfinished: list[Span], newest: datetime | None) -> list[Span]:
    """Return what is still to be stored: what was begun and not finished, and the time since then.

    `newest` is the last reading that is stored, None when there is none. A gap of seconds is left alone.
    """
    since = unfinished[-1].end if unfinished else newest or asked.begin
    gap = Span(max(asked.begin, since), asked.end)
    return [*unfinished, *([gap] if gap.end - gap.begin >= _SHORTEST else [])]


def heard_since(layout: Layout, moment: datetime) -> bool:
    """Tell whether a reading of that moment or later is stored."""
    newest = _newest(layout)
    return newest is not None and newest >= moment


def _newest(layout: Layout) -> datetime | None:
    with psycopg.connect(layout.admin_url) as connection:
        found = connection.execute("select max(time) from telemetry.latest").fetchone()
    newest: datetime | None = found[0] if found else None
    return newest
