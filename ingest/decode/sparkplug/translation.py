"""Which signal of the catalogue does a metric of a node mean, and in which unit does it come?"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError

from models.messages import SIGNAL_NAME
from models.messages.snapshot import snake
from models.signals import NAMES
from models.sparkplug import BD_SEQ

# What nodes say about themselves, which nobody measured.
_ABOUT = (BD_SEQ, "Node Control/", "Device Control/", "Node Info/", "Device Info/", "Properties/")
_CATALOGUED = frozenset(NAMES)


class Target(NamedTuple):
    """The signal that a metric means: its value is `factor` times the metric's, plus `offset`."""

    signal: str
    factor: float = 1.0
    offset: float = 0.0

    @property
    def catalogued(self) -> bool:
        """Return whether the signal is one of the catalogue."""
        return self.signal in _CATALOGUED

    def value(self, told: float) -> float:
        """Return the signal's value for the metric's."""
        return told * self.factor + self.offset


class BadTranslation(ValueError):
    """The file of translations cannot be used."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    signal: str = Field(pattern=SIGNAL_NAME)
    factor: FiniteFloat = 1.0
    offset: FiniteFloat = 0.0


_FILE = TypeAdapter(dict[str, dict[str, _Entry | str]])


class Translation:
    """By model of machine, the names of metrics that are not the catalogue's."""

    def __init__(self, by_model: Mapping[str, Mapping[str, Target]] | None = None) -> None:
        self._by_model = by_model or {}

    def target(self, model: str, device: str, metric: str) -> Target | None:
        """Return what a metric means, None for what a node says about itself.

        A name that nobody translates is the signal's own, or becomes one outside the catalogue.
        """
        known = self._by_model.get(model, {})
        full = f"{device}/{metric}" if device else metric
        return known.get(full) or known.get(metric) or _own(device, metric)


def load(path: Path | None) -> Translation:
    """Return the translations of a TOML file, or none; raises BadTranslation with what is wrong and what is right."""
    if path is None:
        return Translation()
    right = (
        'right is [model-id] and below it "Metric/Name" = { signal = "engine_speed_rpm", factor = 1.0, offset = 0.0 }'
    )
    try:
        told = _FILE.validate_python(tomllib.loads(path.read_text()))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadTranslation(f"{path}: {str(error).splitlines()[0]}; {right}") from error
    return Translation({model: {name: _target(one) for name, one in names.items()} for model, names in told.items()})


@lru_cache(maxsize=65_536)
def _own(device: str, metric: str) -> Target | None:
    if metric.startswith(_ABOUT):
        return None
    if metric in _CATALOGUED:
        return Target(metric)
    plain = snake(metric)
    return Target(plain if plain in _CATALOGUED or not device else snake(f"{device}_{metric}"))


def _target(entry: _Entry | str) -> Target:
    return Target(entry) if isinstance(entry, str) else Target(entry.signal, entry.factor, entry.offset)
