"""When did the demo's story begin, and which part of its past is still to be told?"""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from pathlib import Path

import psycopg

from deploy.demo.crew import FLEET_FILE

_SHORTEST = timedelta(minutes=2)
_LONGEST_STORY = timedelta(days=21)
# The first part is written while everything else starts, each other one while the one before it is stored.
_LONGEST_PART = timedelta(days=4)
_SPARSE_S, _DETAILED_S = 60.0, 1.0


@dataclass(frozen=True)
class Span:
    """The time [begin, end), with a reading every `step_s`."""

    begin: datetime
    end: datetime
    step_s: float = _SPARSE_S


@dataclass(frozen=True)
class Past:
    """What is wanted of the time before the present: [begin, end), and the last `detail` of it second by second.

    Haul cycles, passes and traffic are told of seconds only; condition and wear are told of minutes.
    """

    begin: datetime
    end: datetime
    detail: timedelta = timedelta()

    @property
    def detailed_from(self) -> datetime:
        """From when on there is a reading a second."""
        return max(self.begin, self.end - self.detail)


@dataclass(frozen=True)
class Story:
    """When the fleet's story began, and where it is noted how far it got."""

    since: datetime
    checkpoint: Path

    @property
    def options(self) -> tuple[str, ...]:
        """The simulators' options that name the fleet and its story, for its past and its present alike."""
        story = ("--since", self.since.isoformat(), "--checkpoint", str(self.checkpoint))
        return ("--fleet", str(FLEET_FILE), *story)


@dataclass(frozen=True)
class Diary:
    """Notes in a folder: what is begun is completed at the next start, with the very same messages."""

    folder: Path

    def files(self, span: Span) -> Path:
        """Where the simulators write a period for ingest to store."""
        return self.folder / f"history-{span.begin:%Y%m%dT%H%M%S}"

    @property
    def story_file(self) -> Path:
        """Where the simulators note how far the story got."""
        return self.folder / "story.json"

    def story(self, asked: Past) -> Story:
        """Return the fleet's story, the same at every start, so that counters run on without a step."""
        noted = self.folder / "story-since"
        known = datetime.fromisoformat(noted.read_text(encoding="utf-8")) if noted.exists() else asked.begin
        # Without its checkpoint a start goes through the whole story, a second or so for each day of it.
        since = known if asked.end - known < _LONGEST_STORY else asked.begin
        noted.write_text(since.isoformat(), encoding="utf-8")
        return Story(since, self.story_file)

    def missing(self, asked: Past, newest: datetime | None) -> list[Span]:
        """Return what is still to be stored, and note it down; `newest` is the last reading that is stored."""
        spans = missing(asked, self._noted(), newest)
        self._note(spans)
        return spans

    def told(self, left: list[Span]) -> None:
        """Note that a period is stored and which ones are left, and remove its files."""
        self._note(left)
        kept = {self.files(span) for span in left}
        for folder in self.folder.glob("history-*"):
            if folder not in kept:
                shutil.rmtree(folder)

    def telling(self, span: Span, story: Story) -> tuple[str, ...]:
        """Return how the simulators are asked to write a period; what was written of another is removed."""
        shutil.rmtree(self.files(span), ignore_errors=True)
        period = ("--from", span.begin.isoformat(), "--to", span.end.isoformat(), "--step", f"{span.step_s:g}")
        return ("history", "--whole", *period, "--out", str(self.files(span)), *story.options)

    def _noted(self) -> list[Span]:
        if not self._notes.exists():
            return []
        told = json.loads(self._notes.read_text(encoding="utf-8"))
        return [Span(datetime.fromisoformat(begin), datetime.fromisoformat(end), *step) for begin, end, *step in told]

    def _note(self, spans: list[Span]) -> None:
        told = [(span.begin.isoformat(), span.end.isoformat(), span.step_s) for span in spans]
        self._notes.write_text(json.dumps(told), encoding="utf-8")

    @property
    def _notes(self) -> Path:
        return self.folder / "unfinished-history.json"


def missing(asked: Past, unfinished: list[Span], newest: datetime | None) -> list[Span]:
    """Return what is still to be stored: what was begun and not finished, and the time since then.

    `newest` is the last reading that is stored, None when there is none. A gap of seconds is left alone.
    """
    since = max(asked.begin, unfinished[-1].end if unfinished else newest or asked.begin)
    if asked.end - since < _SHORTEST:
        return unfinished
    border = max(since, asked.detailed_from)
    return [*unfinished, *_parts(since, border, _SPARSE_S), *_parts(border, asked.end, _DETAILED_S)]


def _parts(begin: datetime, end: datetime, step_s: float) -> list[Span]:
    """Return a period in parts of four days, the last of which may be shorter; none of an empty one."""
    count = max(0, ceil((end - begin) / _LONGEST_PART))
    borders = [*(begin + number * _LONGEST_PART for number in range(count)), end]
    return [Span(*pair, step_s) for pair in pairwise(borders)]


def newest_reading(url: str) -> datetime | None:
    """Return the time of the last reading in a database, None where there is none."""
    with psycopg.connect(url) as connection:
        found = connection.execute("select max(time) from telemetry.latest").fetchone()
    newest: datetime | None = found[0] if found else None
    return newest
