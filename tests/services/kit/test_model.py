"""Is it clear at any moment which model answers, and is a shelf never half written?"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.artifact import Card, Unusable
from services.kit.keeping import keep
from services.kit.model import Kept, Role, Shelf


@dataclass(frozen=True)
class Scale:
    """A model of one factor."""

    factor: NDArray[np.float64]


CARD = Card("scale", "plain/1", ("load",), "two rows", "0" * 64, "2026-01-05T06:00:00+00:00", {"rmse": 0.5})


def kept(factor: float, trained_at: str = CARD.trained_at) -> bytes:
    """Return a kept model of a factor."""
    return keep(Scale(np.array([factor])), replace(CARD, trained_at=trained_at))


def opened(shelf: Shelf, role: str = "champion") -> Kept[Scale] | None:
    """Return who plays a part."""
    return shelf.open("scale", role, kind=Scale, recipe="plain/1", inputs=("load",))


def test_a_champion_answers_and_a_challenger_takes_its_place(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first, second = shelf.put(kept(2.0)), shelf.put(kept(3.0, "2026-02-05T06:00:00+00:00"))
    shelf.appoint("scale", first.version, Role.CHAMPION)
    shelf.appoint("scale", second.version, Role.CHALLENGER)
    assert [(one.card.version, one.role) for one in shelf.versions("scale")] == [
        (first.version, Role.CHAMPION),
        (second.version, Role.CHALLENGER),
    ]
    shelf.appoint("scale", second.version, Role.CHAMPION)
    champion = opened(shelf)
    assert champion is not None
    assert champion.card == second
    assert champion.model.factor.tolist() == [3.0]
    assert opened(shelf, "challenger") is None
    assert shelf.names() == ["scale"]
    shelf.dismiss("scale", Role.CHAMPION)
    assert opened(shelf) is None


def test_no_folder_and_an_empty_one_hold_no_model(tmp_path: Path) -> None:
    assert opened(Shelf(None)) is None
    assert opened(Shelf(tmp_path)) is None
    assert Shelf(None).names() == Shelf(tmp_path / "none").names() == []


@pytest.mark.parametrize(
    ("version", "name", "said"),
    [
        ("abc", "scale", "There is no version 'abc' of 'scale'; there are: "),
        ("abc", "../scale", "is no name of a model"),
        ("abc", "", "is no name of a model"),
    ],
)
def test_who_is_not_there_plays_no_part(tmp_path: Path, version: str, name: str, said: str) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(kept(2.0))
    with pytest.raises(Unusable, match=said):
        shelf.appoint(name, version, Role.CHAMPION)


def test_what_is_damaged_is_refused_with_what_to_do(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    card = shelf.put(kept(2.0))
    shelf.appoint("scale", card.version, Role.CHAMPION)
    (tmp_path / "scale" / f"{card.version}.model").unlink()
    with pytest.raises(Unusable, match=r"cannot be read.*Put the model on the shelf again"):
        opened(shelf)
    (tmp_path / "scale" / "roles.json").write_text("[]")
    with pytest.raises(Unusable, match="is no list of roles"):
        opened(shelf)
