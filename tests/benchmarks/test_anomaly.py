"""Are labelled tables read as they are meant, refused where they are wrong, and judged by telling figures?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks.accuracy.anomaly import average_precision, evaluate
from benchmarks.accuracy.labelled import BadTable, read_labelled
from deploy.cli import app

HEADER = "when;flow;heat;site;stuck;anomaly"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def table(folder: Path, lines: list[str] | None = None) -> Path:
    """Write a table whose last third is an anomaly."""
    random = np.random.default_rng(7)
    made = [
        f"{BEGIN + timedelta(seconds=row)};{heat + 5 * (row >= 200):.4f};{heat:.4f};north;3;{row >= 200:d}.0"
        for row, heat in enumerate(random.normal(50, 1, 300))
    ]
    path = folder / "table.csv"
    path.write_text("\n".join([HEADER, *(made if lines is None else lines)]))
    return path


def test_an_anomaly_is_found_and_figures_stand_beside_what_always_alarms(tmp_path: Path) -> None:
    found = evaluate(table(tmp_path), "when", "anomaly", 100)
    assert found["events"] == found["events_found"] == 1
    assert found["base_rate"] == 0.5
    assert found["f1_always"] == pytest.approx(2 / 3)
    assert float(str(found["f1"])) > 0.95
    assert float(str(found["ap"])) > 0.95
    assert float(str(found["delay_s"])) <= 5
    assert found["left_out"] == ["site", "stuck"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-01-01 00:00:00;1;2;north;3;0\nyesterday;1;2;north;3;0", "line 3: column 'when' holds 'yesterday'"),
        ("2026-01-02;1;2;north;3;0\n2026-01-01;1;2;north;3;0", "line 3: column 'when' goes back"),
        ("2026-01-01;1;2;north;3;0\n2026-01-01;1;x;north;3;0", "line 3: column 'heat' holds 'x'; right is a number"),
        ("2026-01-01;1;2;north;3;maybe", "line 2: column 'anomaly' holds 'maybe'; right is 1 for an anomaly, else 0"),
        ("2026-01-01;1;2;north", "line 2: has 4 cells; right are 6"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        read_labelled(table(tmp_path, line.split("\n")), "when", "anomaly")


def test_the_command_ends_with_2_and_a_sentence_where_a_column_is_not_there(tmp_path: Path) -> None:
    arguments = ["evaluate", "anomaly", "--csv", str(table(tmp_path)), "--time", "when", "--fit-rows", "100", "--json"]
    assert CliRunner().invoke(app, [*arguments, "--label", "anomaly"]).exit_code == 0
    ended = CliRunner().invoke(app, [*arguments, "--label", "fault"])
    assert ended.exit_code == 2
    assert "'fault'" in ended.output


def test_rows_alike_say_nothing_by_their_order() -> None:
    truth = np.array([True, True, False, False])
    assert average_precision(truth, np.zeros(4)) == 0.5
    assert average_precision(truth, np.array([4.0, 3, 2, 1])) == 1.0
    assert average_precision(truth, np.array([4.0, 1, 2, 3])) == pytest.approx((1 + 0.5) / 2)
