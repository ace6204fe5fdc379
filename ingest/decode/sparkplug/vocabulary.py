"""What do the aliases and names in a node's messages mean, by its birth?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from ingest.decode.sparkplug.translation import Target, Translation
from models.sparkplug import Metric, is_number


class Speaker(NamedTuple):
    """Whose metrics these are: a device of a machine of a model, or "" for its node."""

    model: str
    device: str
    translation: Translation

    def meaning(self, name: str, metric: Metric) -> "Meaning":
        """Return what a metric of this name is."""
        target = self.translation.target(self.model, self.device, name)
        # Text where the catalogue has a number is a mistake to be told; text that nobody knows is passed over.
        takes = target is not None and (target.catalogued or is_number(metric, metric.datatype))
        return Meaning(name, metric.datatype, target if takes else None)


class Meaning(NamedTuple):
    """What a metric is: `target` is None for one that is no signal, or no number."""

    name: str
    datatype: int | None
    target: Target | None


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What one birth named, for the node or one of its devices; nodes with equal births share one."""

    speaker: Speaker
    by_alias: Mapping[int, Meaning]
    by_name: Mapping[str, Meaning]

    def meaning(self, metric: Metric) -> Meaning | None:
        """Return what a metric means, None where only an alias names it that the birth did not."""
        if metric.name is None:
            return None if metric.alias is None else self.by_alias.get(metric.alias)
        return self.by_name.get(metric.name) or self.speaker.meaning(metric.name, metric)


class Vocabularies:
    """The vocabularies in use: a fleet has many nodes, and few kinds of birth."""

    def __init__(self, translation: Translation) -> None:
        self._translation = translation
        self._known: WeakValueDictionary[tuple[Any, ...], Vocabulary] = WeakValueDictionary()

    def learn(self, model: str, device: str, metrics: Iterable[Metric]) -> Vocabulary:
        """Return what the metrics of a birth name; without a birth, what goes by its own name."""
        named = [(metric.name, metric) for metric in metrics if metric.name is not None]
        key = (model, device, *((name, m.alias, m.datatype, m.field) for name, m in named))
        if (known := self._known.get(key)) is not None:
            return known
        speaker = Speaker(model, device, self._translation)
        by_name = {name: speaker.meaning(name, metric) for name, metric in named}
        by_alias = {metric.alias: by_name[name] for name, metric in named if metric.alias is not None}
        vocabulary = self._known[key] = Vocabulary(speaker, by_alias, by_name)
        return vocabulary
