"""Is remaining life forecast far better than by who knows only how long engines live, and are bad files told?"""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks.accuracy.cmapss import Unreadable, read_history, read_truth
from benchmarks.accuracy.rul import CAP, Case, evaluate, judge, nasa_score, read_case
from benchmarks.accuracy.training import open_life
from deploy.cli import app
from models.artifact import Unusable

# Some engines of C-MAPSS FD001: data/SOURCE.md.
DATA = Path(__file__).parent / "data"
FILES = (DATA / "train_engine.txt.gz", DATA / "test_engine.txt.gz", DATA / "life_engine.txt")


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(*FILES)


def _check_far_better(figures: dict[str, Any]) -> None:
    """Ten engines teach far more than their mean."""
    baseline = figures["baseline"]
    assert figures["rmse"] < baseline["rmse"] * 0.75
    assert figures["brier30"] < baseline["brier30"] / 2
    assert figures["width90"] < baseline["width90"] * 0.75
    assert {"rmse_unclipped", "score", "auc30", "coverage90", "cv"} <= figures.keys()


def test_a_plain_file_says_the_same_as_a_compressed_one(tmp_path: Path, case: Case) -> None:
    plain = tmp_path / "train.txt"
    plain.write_bytes(gzip.decompress(FILES[0].read_bytes()))
    assert np.array_equal(read_history(plain).sensors, case.train.sensors)


def test_late_costs_more_than_early() -> None:
    assert nasa_score(np.array([10.0])) == pytest.approx(np.e - 1)
    assert nasa_score(np.array([-13.0])) == pytest.approx(np.e - 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no row in it"),
        ("1 2 3\n", "line 1: 3 columns; 26 numbers are right"),
        (" ".join(["1"] * 25 + ["x"]) + "\n", "line 1: 'x' is no number"),
        (" ".join(["1"] * 25 + ["nan"]) + "\n", "a value that is no number"),
        ("\n".join(" ".join([unit, "1", *["0"] * 24]) for unit in "121"), "rows of a unit are apart"),
        ("\n".join(" ".join(["1", cycle, *["0"] * 24]) for cycle in "21"), "not in order of age"),
    ],
)
def test_a_bad_file_is_told_with_its_line_and_what_is_right(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "train.txt"
    path.write_text(text)
    with pytest.raises(Unreadable, match=said) as refused:
        read_history(path)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("content", [b"\x1f\x8bbroken", b"\xff\xfe"])
def test_a_broken_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "truth"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="cannot be read"):
        read_truth(path)


def test_lives_for_other_engines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "life.txt"
    path.write_text("1\n2\n")
    with pytest.raises(Unreadable, match=r"holds 2 lives, and .* 20 units; one life a unit is right"):
        read_case(FILES[0], FILES[1], path)


def test_too_few_engines_are_told(case: Case) -> None:
    few = case.train.at(case.train.unit < 5)
    with pytest.raises(ValueError, match="4 units are too few to learn from"):
        evaluate(Case(few, case.test, case.truth), 0)


def test_lives_are_clipped_where_published_figures_clip() -> None:
    assert CAP == 125.0


def _with_four_sensors(source: Path, target: Path) -> Path:
    """Write engines of which only four sensors work: there is less to learn from, and it is sooner done."""
    rows = [line.split() for line in gzip.decompress(source.read_bytes()).decode().splitlines()]
    told = [[word if place in (0, 1, 8, 11, 15, 19) else "0" for place, word in enumerate(row)] for row in rows]
    target.write_text("\n".join(" ".join(row) for row in told))
    return target


def test_a_trained_model_is_kept_and_judged_from_its_file(tmp_path: Path) -> None:
    out = tmp_path / "engine.model"
    train, test = (_with_four_sensors(path, tmp_path / path.stem) for path in FILES[:2])
    trained = CliRunner().invoke(app, ["train", "rul", "--train", str(train), "--out", str(out)])
    assert "remaining-life" in trained.output
    model, card = open_life(out)
    assert card.metrics == pytest.approx(model.cross_validated)
    files = ("--train", str(train), "--test", str(test), "--truth", str(FILES[2]))
    told = CliRunner().invoke(app, ["evaluate", "rul", *files, "--model", str(out), "--json"])
    figures = json.loads(told.output)
    assert figures["rmse"] == pytest.approx(judge(model, read_case(train, test, FILES[2]), 0)["rmse"])
    _check_far_better(figures)


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    path = tmp_path / "engine.model"
    path.write_text("nothing of the kind")
    with pytest.raises(Unusable, match=r"engine.model: This is no kept model"):
        open_life(path)
