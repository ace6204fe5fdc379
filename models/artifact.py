"""What is a kept model, so that who loads it knows what it is and gets no code?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

Model = TypeVar("Model")

# Parts of estimators that scikit-learn keeps private, and that skops therefore does not know.
_OF_THE_LIBRARY = frozenset(
    {
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
    }
)
_VERSION_DIGITS = 12


class Unusable(ValueError):
    """A stored model cannot be used; the sentence says why, and what would be right."""


@dataclass(frozen=True)
class Card:
    """What is known of a fitted model.

    `inputs` are the columns that it takes, in order, and `recipe` names the features that the code makes of them.
    `learned_from` says in words what it learned from and how much that was, `data_sha256` is its hash. `metrics` are
    those of units that it did not see. `model_sha256` is known once the model is kept.
    """

    name: str
    recipe: str
    inputs: tuple[str, ...]
    learned_from: str
    data_sha256: str
    trained_at: str
    metrics: Mapping[str, float]
    model_sha256: str = ""

    @property
    def version(self) -> str:
        """What tells a model from others of its name."""
        return self.model_sha256[:_VERSION_DIGITS]


def read_card(kept: bytes) -> Card:
    """Return what is known of a kept model without loading it; raises Unusable for what is none.

    A kept model is its card as a line of JSON, then the model as skops writes it.
    """
    try:
        return msgspec.json.decode(kept.partition(b"\n")[0], type=Card)
    except msgspec.DecodeError as error:
        raise Unusable(f"This is no kept model: {error}. A file that `howdah train` wrote is right.") from None


def load(
    kept: bytes, kind: type[Model], recipe: str, inputs: Sequence[str], parts: Collection[type] = ()
) -> tuple[Model, Card]:
    """Return a kept model of this kind, which may hold these parts beside estimators, with its card.

    Raises Unusable where the file is damaged, holds other types, or was fitted on other columns or features than the
    running code makes.
    """
    card, content = read_card(kept), kept.partition(b"\n")[2]
    if sha256(content).hexdigest() != card.model_sha256:
        raise Unusable(f"The model {card.name!r} is damaged: its bytes are not those that were kept. Copy it again.")
    _check_fit(card, recipe, tuple(inputs))
    model = _opened(card, content, {kind, *parts})
    if not isinstance(model, kind):
        raise Unusable(f"The model {card.name!r} is a {type(model).__name__}; a {kind.__name__} is wanted.")
    return model, card


def _check_fit(card: Card, recipe: str, inputs: tuple[str, ...]) -> None:
    if card.recipe != recipe:
        said = f"was fitted on features {card.recipe!r}, and this version makes {recipe!r}"
        raise Unusable(f"The model {card.name!r} {card.version} {said}. Train it again.")
    if card.inputs != inputs:
        lacking, superfluous = _named(set(card.inputs) - set(inputs)), _named(set(inputs) - set(card.inputs))
        said = f"takes other columns: {lacking} are not there, and {superfluous} are not known to it"
        raise Unusable(f"The model {card.name!r} {card.version} {said}, or their order differs. Train it again.")


def _opened(card: Card, content: bytes, ours: Collection[type]) -> Any:
    import skops.io

    found = set(skops.io.get_untrusted_types(data=content))
    if strange := found - {f"{one.__module__}.{one.__qualname__}" for one in ours} - _OF_THE_LIBRARY:
        raise Unusable(f"The model {card.name!r} holds what is not trusted: {_named(strange)}. Nothing of it was run.")
    return skops.io.loads(content, trusted=sorted(found))


def _named(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"
