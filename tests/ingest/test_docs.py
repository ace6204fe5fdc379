"""Does the documentation name every setting and metric of ingest, with the default that holds?"""

import re
from pathlib import Path

from prometheus_client import REGISTRY

from ingest import metric
from ingest.settings import IngestSettings
from services.kit.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "ingest.md").read_text()


def test_every_setting_is_documented() -> None:
    own = IngestSettings.model_fields.keys() - Settings.model_fields.keys()
    assert {f"HOWDAH_{name.upper()}" for name in own} <= set(re.findall(r"`(HOWDAH_\w+)`", DOCUMENT))


def test_every_metric_is_documented() -> None:
    assert metric.MESSAGES
    names = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in REGISTRY.collect()
        if family.name.startswith(("ingest_", "mqtt_"))
    }
    assert names <= set(re.findall(r"`((?:ingest|mqtt)_\w+)`", DOCUMENT))


def test_every_module_is_in_the_readme() -> None:
    readme = (ROOT / "ingest" / "README.md").read_text()
    modules = {path.name for path in (ROOT / "ingest").glob("*.py")} - {"__init__.py", "__main__.py"}
    listed = set(re.findall(r"`(\w+\.py)`", readme))
    assert listed <= modules
    assert modules - listed <= {"record.py", "settings.py", "statement.py"}
