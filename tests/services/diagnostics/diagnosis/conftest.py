"""Which models do services in these tests have?"""

from pathlib import Path
from typing import Any

import pytest

from tests.services.diagnostics.diagnosis.past import shelf_of_trucks


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with a model of trucks."""
    folder = tmp_path_factory.mktemp("shelf")
    shelf_of_trucks(folder)
    return folder


@pytest.fixture
def house_settings(shelf: Path) -> dict[str, Any]:
    """Services whose models lie on the shelf, and whose own workers wait."""
    return {"models_folder": shelf, "work_after_s": 3600.0, "examine_pause_s": 3600.0}
