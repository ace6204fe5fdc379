"""Does the document of a shift say what the page says, on one or two pages, the same each time?"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.dashboard.convention import PLAIN, chosen, read_as
from services.dashboard.production import sheet
from services.dashboard.production.document import Made, document
from services.dashboard.production.sheet import Told
from services.dashboard.production.zone import named
from services.dashboard.wording import zone
from services.site.api import PlannedShift, SiteProduction
from tests.services.dashboard.browser import Stage

BEGIN = datetime(2026, 3, 5, 5, tzinfo=UTC)
MADE = Made("Anna <b>Berg</b>", datetime(2026, 3, 5, 14, tzinfo=UTC))
PAGE = "/sites/acme-north/production/report.pdf"


WEIGHED = {"basis": "trucks", "t": 4321.0, "sd_t": 40.0, "low_t": 4255.2, "high_t": 4386.8, "coverage": 0.97}
FUEL = {"trucks_l": 900.0, "diggers_l": 600.0, "litres": 1500.0, "coverage": 0.9, "unknown": []}
TOTALS: dict[str, Any] = {
    **{"hours": 8, "hauled": WEIGHED, "dug": None, "hauled_tph": 540.1, "dug_tph": None, "cycles": 120},
    **{"counted_loads": 4, "cycle_s": 720.0, "queue_h": 3.5, "queue_share": 0.14, "distance_km": 400.0},
    **{"tonne_km": 7000.0, "fuel": FUEL, "litres_per_tonne": 0.35, "litres_per_tonne_sd": 0.01},
    **{"litres_per_tonne_km": None, "dug_first": None, "rehandled_t": None, "unplaced_t": None},
}
TRUCK: dict[str, Any] = {
    **{"cycles": 40, "counted_loads": 0, "sd_t": 5.0, "load_t": 36.1, "target_t": 39.0, "tonne_km": 1.0},
    **{"distance_km": 100.0, "queue_share": 0.1, "litres": 300.0, "litres_per_tonne": 0.2, "known_until": BEGIN},
}
STEP: dict[str, Any] = {"cycles": 15, "dug_t": None, "litres": None, "queue_share": None}


def production(trucks: int = 3, **changes: Any) -> SiteProduction:
    """Return what a site may have produced in eight hours."""
    return SiteProduction.model_validate(
        {
            **{"site": "pit", "name": "Ö-pit <i>Żółw</i> Гора", "timezone": "Europe/Stockholm", "step": "hour"},
            **{"from": BEGIN, "to": BEGIN + timedelta(hours=8), "scope": "All machines that you see."},
            "totals": TOTALS,
            "targets": {"loads": 100, "mean_pct": 96.0, "above_110": 7, "above_120": 0, "keeps": True},
            **{"loaders": [], "routes": [], "diggers": []},
            "steps": [{**STEP, "time": BEGIN + timedelta(hours=n), "hauled_t": 500.0 + n} for n in range(8)],
            "trucks": [{**TRUCK, "truck": f"t-{n}", "hauled_t": 1000.0 - n} for n in range(trucks)],
            "known": [{"service": "weighing", "known_until": BEGIN + timedelta(hours=8), "behind": []}],
            "partial": [{"part": "cycles", "service": "positioning", "reason": "It is away."}],
            "notes": ["One truck told nothing."],
            **changes,
        }
    )


def told(trucks: int = 3, **changes: Any) -> Told:
    """Return the report of a shift."""
    shift = PlannedShift.model_validate({"id": "day", "from": BEGIN, "to": BEGIN + timedelta(hours=8), "hours": 8})
    return Told(production(trucks, **changes), ["The shift hauled <much>."], shift)


def pages(file: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type /Page\b", file))


def test_the_same_answer_makes_the_same_bytes_and_many_machines_still_two_pages() -> None:
    names = {"t-0": "<script>&=1+1"}
    once = document(told(), names, MADE)
    assert once.startswith(b"%PDF-")
    assert once == document(told(), names, MADE)
    assert once != document(told(), names, Made("Somebody else", MADE.at))
    assert pages(once) == 1
    assert pages(document(told(trucks=400), names, MADE)) <= 2


def test_nothing_that_is_known_makes_a_document_too() -> None:
    empty = {"hauled": None, "fuel": None, "litres_per_tonne": None, "cycles": None, "queue_share": None}
    told_little = told(0, totals=production().totals.model_dump() | empty, steps=[], targets=None, known=[])
    assert pages(document(told_little, {}, MADE)) == 1
    assert [fact.value for fact in sheet.facts(told_little.production)][:2] == ["–", "–"]


def test_figures_say_how_sure_they_are_and_times_are_the_sites_and_utc() -> None:
    found = {fact.name: (fact.value, fact.about) for fact in sheet.facts(production())}
    assert found["Hauled"] == ("4\u202f321\u00a0t", "by trucks' scales; 4\u202f255 to 4\u202f387\u00a0t; 97 % weighed")
    assert found["Fuel"] == ("0.35\u00a0L/t", "± 4.7 %; 1\u202f500\u00a0L; 90 % of the time known")
    assert found["10/10/20"] == ("kept", "mean 96 % of the target; of 100 loads 7 above 110 %, 0 above 120 %")
    twice = TOTALS | {"dug": WEIGHED, "dug_first": WEIGHED | {"t": 3000.0}, "rehandled_t": 1321.0}
    dug = sheet.facts(production(totals=twice))[1]
    assert dug.about.endswith("97 % weighed; 3\u202f000\u00a0t of it at faces, 1\u202f321\u00a0t moved before")
    local = zone("Europe/Stockholm")
    assert sheet.period(BEGIN, BEGIN + timedelta(hours=8), local) == (
        "5 Mar 2026 06:00 CET to 5 Mar 2026 14:00 CET (Europe/Stockholm); "
        "2026-03-05 05:00:00 UTC to 2026-03-05 13:00:00 UTC"
    )
    origin = sheet.origin(told(), MADE.by, MADE.at, local)
    for words in (
        MADE.by,
        "5 Mar 2026 15:00 CET",
        "/api/site/v1/sites/pit/shifts/day",
        "weighing 5 Mar 2026 14:00 CET",
    ):
        assert words in origin
    passages = dict(sheet.passages(told()))
    assert passages["What is missing or not known"] == ["Missing: cycles. It is away.", "One truck told nothing."]
    ((_, cells),) = sheet.tables(production(trucks=20), {})
    assert (len(cells), list(cells[-1])[:3]) == (1 + sheet.MOST + 1, ["and 6 more", "", "5\u202f901\u00a0t"])


def test_a_document_is_written_for_its_reader() -> None:
    read_as(chosen("de", "", ""))
    assert sheet.facts(production())[0].value == "4.321\u00a0t"
    read_as(PLAIN)


@pytest.mark.parametrize("query", ["", "?span=week"])
async def test_a_report_is_a_file_and_of_others_there_is_none(full: Stage, query: str) -> None:
    for name in ("site", "positioning", "weighing"):
        await full.open(name)
    await full.sign_in()
    report = await full.browser.get(PAGE + query)
    assert (report.status_code, report.headers["content-type"]) == (200, "application/pdf"), report.text
    assert re.fullmatch(
        r'attachment; filename="acme-north-(today|week)-[\d-]+\.pdf"', report.headers["content-disposition"]
    )
    if not query:
        assert (await full.browser.get(f"{PAGE}?shift=nothing")).status_code == 404
        await full.sign_in("bea")
        assert (await full.browser.get(PAGE)).status_code == 404


def test_zones_are_called_as_people_call_them() -> None:
    loader = {"zone": "face", "match_factor": 0.4, "trucks": 1, "loading_s": 120.0}
    route = {"loaded_at": "face", "dumped_at": "east-dump", "cycles": 9, "trucks": 1, "busy": 0.4}
    rates = {"tph": 200.0, "more_tph": 190.0, "less_tph": -200.0, "bottleneck": "face"}
    report = told(
        loaders=[{**loader, "sentence": "face waits for trucks: no surface-face."}],
        routes=[{**route, **rates, "sentence": "face serves a truck."}],
    )
    ((_, held),) = [
        one for one in sheet.passages(named(report, {"face": "North face"})) if one[0] == "What holds it up"
    ]
    assert held == [
        "North face waits for trucks: no surface-face.",
        "North face to east-dump: North face serves a truck.",
    ]
