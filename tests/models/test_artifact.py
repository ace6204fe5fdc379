"""Is a kept model told apart from what is damaged, strange or made for other code?"""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from models.artifact import Card, Unusable, load, read_card
from services.kit.keeping import keep


@dataclass(frozen=True)
class Line:
    """A model with an estimator and an array in it."""

    ridge: Ridge
    offset: NDArray[np.float64]


CARD = Card(
    name="line",
    recipe="plain/1",
    inputs=("load", "speed"),
    learned_from="four rows",
    data_sha256="0" * 64,
    trained_at="2026-01-05T06:00:00+00:00",
    metrics={"rmse": 0.5},
)
MODEL = Line(Ridge().fit([[0, 1], [1, 0], [2, 1], [3, 1]], [0, 1, 2, 3]), np.arange(3.0))
KEPT = keep(MODEL, CARD)


def test_a_model_comes_back_with_its_card() -> None:
    model, card = load(KEPT, Line, "plain/1", ("load", "speed"))
    np.testing.assert_array_equal(model.offset, MODEL.offset)
    np.testing.assert_array_equal(model.ridge.predict([[1, 1]]), MODEL.ridge.predict([[1, 1]]))
    assert replace(card, model_sha256="") == CARD
    assert len(card.version) == 12
    assert read_card(KEPT) == card


def test_the_same_model_is_the_same_bytes_whenever_and_wherever_it_is_kept() -> None:
    shared = np.arange(3.0)
    twice = [Line(Ridge().fit([[0, 1], [1, 0]], [0.0, 1.0]), shared if one else np.arange(3.0)) for one in (1, 1, 0)]
    kept = [keep((one, shared), CARD) for one in twice]
    assert kept[0] == kept[1]
    assert kept[0] != kept[2]
    again, _ = load(KEPT, Line, "plain/1", ("load", "speed"))
    assert keep(again, CARD) == KEPT
    first, second = load(kept[0], tuple, "plain/1", ("load", "speed"), [Line])[0]
    assert first.offset is second


@pytest.mark.parametrize(
    ("kept", "recipe", "inputs", "said"),
    [
        (KEPT[:-1], "plain/1", ("load", "speed"), "is damaged"),
        (b"{}\n", "plain/1", (), "no kept model"),
        (b"\x80\x04", "plain/1", (), "no kept model"),
        (KEPT, "plain/2", ("load", "speed"), r"fitted on features 'plain/1', and this version makes 'plain/2'"),
        (KEPT, "plain/1", ("load", "power"), "speed are not there, and power are not known to it"),
        (KEPT, "plain/1", ("speed", "load"), "or their order differs. Train it again"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(
    kept: bytes, recipe: str, inputs: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Unusable, match=said):
        load(kept, Line, recipe, inputs)


def test_a_type_that_is_not_trusted_is_never_made() -> None:
    with pytest.raises(Unusable, match=r"holds what is not trusted: .*Line. Nothing of it was run"):
        load(KEPT, Ridge, "plain/1", ("load", "speed"))


def test_another_kind_of_model_is_refused() -> None:
    with pytest.raises(Unusable, match="is a Line; a Ridge is wanted"):
        load(KEPT, Ridge, "plain/1", ("load", "speed"), [Line])
