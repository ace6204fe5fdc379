"""Do the models that come along with the demo fit the running code, and does nobody's own champion give way to them?"""

from pathlib import Path

from deploy.demo.shelf import fill
from models.diagnosis.keeping import FAMILIES, KIND, PARTS, RECIPE, inputs_of, name_of, restored
from services.kit.model import Role, Shelf


def test_the_demos_models_fit_the_running_code(tmp_path: Path) -> None:
    assert {name_of(kind) for kind in FAMILIES} <= set(fill(tmp_path))
    for kind in FAMILIES:
        kept = Shelf(tmp_path).open(name_of(kind), kind=KIND, recipe=RECIPE, inputs=inputs_of(kind), parts=PARTS)
        assert kept is not None
        assert restored(kept.model).norm.kind is kind


def test_a_champion_that_somebody_appointed_stays(tmp_path: Path) -> None:
    fill(tmp_path)
    shelf, name = Shelf(tmp_path), name_of(FAMILIES[0])
    shelf.dismiss(name, Role.CHAMPION)
    shelf.appoint(name, shelf.versions(name)[0].card.version, Role.CHAMPION)
    assert fill(tmp_path) == []
