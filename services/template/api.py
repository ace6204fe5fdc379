"""What does the template service answer?"""

from datetime import datetime

from pydantic import BaseModel, Field

from services.kit.page import Page


class Work(BaseModel):
    """How much a machine worked over a period; null where it did not report the counter."""

    machine: str
    engine_hours_h: float | None
    fuel_used_l: float | None


class NoteDraft(BaseModel):
    """What somebody wants to note about a machine."""

    text: str = Field(min_length=1, max_length=2000, examples=["Bucket teeth changed."])


class Note(BaseModel):
    """What somebody noted about a machine, and its engine hours at that moment (null: never reported)."""

    id: int
    machine: str
    written_at: datetime
    author: str
    text: str
    engine_hours_h: float | None


NotePage = Page[Note]
