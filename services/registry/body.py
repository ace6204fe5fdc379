"""How are bodies read that are sent here, and answers written?"""

from pydantic import BaseModel, ConfigDict


class Sent(BaseModel):
    """A body that is sent here; a field that is not known is an error, because it would otherwise be lost silently."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Told(BaseModel):
    """An answer."""

    model_config = ConfigDict(populate_by_name=True, from_attributes=True)
