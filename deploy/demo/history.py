"""How does the demo's past get into the database while the rest of the platform starts?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from deploy.child import Child
from deploy.demo.diary import Diary, Past, Span, newest_reading
from deploy.layout import Layout
from deploy.processes import Supervisor

_DEADLINE_S = 600


class History:
    """The fleet's past, written to files by the simulators beside what else starts, and stored by ingest."""

    def __init__(self, layout: Layout, supervisor: Supervisor, wanted: Past) -> None:
        self._layout = layout
        self._supervisor = supervisor
        self._asked = wanted
        self._diary = Diary(layout.home.demo)
        self._missing: list[Span] = []
        self._writing: Child | None = None

    @property
    def is_missing(self) -> bool:
        """Whether anything is to be stored."""
        return bool(self._missing)

    @property
    def present(self) -> tuple[str, ...]:
        """The simulators' options for what comes after the past: the same story, without a hole where seconds count."""
        joined = ("--from", self._asked.end.isoformat()) if self._asked.detail else ()
        return (*self._diary.story(self._asked).options, *joined)

    @property
    def title(self) -> str:
        """What is being stored, in words."""
        length = sum((span.end - span.begin for span in self._missing), timedelta())
        return f"{length.days} days of history" if length.days else f"{length.seconds // 60} minutes of history"

    def begin(self) -> None:
        """Let the simulators write what is missing since the last reading that is stored."""
        self._missing = self._diary.missing(self._asked, newest_reading(self._layout.admin_url))
        if self._missing:
            self._writing = self._write(self._missing[0])

    def finish(self, begin_present: Callable[[], None]) -> None:
        """Return when everything is stored; the present begins when the past is written and knows how far it got."""
        while self._missing:
            span, *left = self._missing
            self._supervisor.finish(self._writing or self._write(span), _DEADLINE_S)
            # While one part is stored the next one is written: each takes a core.
            self._writing = self._write(left[0]) if left else None
            if not left:
                begin_present()
            self._supervisor.finish(self._supervisor.begin(self._layout.backfill(self._diary.files(span))), _DEADLINE_S)
            self._missing = left
            self._diary.told(left)

    def _write(self, span: Span) -> Child:
        arguments = self._diary.telling(span, self._diary.story(self._asked))
        return self._supervisor.begin(self._layout.python("history", "simulators", *arguments, env={}))


def heard_since(layout: Layout, moment: datetime) -> bool:
    """Tell whether a reading of that moment or later is stored."""
    newest = newest_reading(layout.admin_url)
    return newest is not None and newest >= moment
