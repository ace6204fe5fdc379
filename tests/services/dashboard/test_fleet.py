"""Does the list of machines show what there is, to whom it belongs, and no more?"""

import re
from html.parser import HTMLParser

from services.dashboard.fleet.source import said
from tests.services.dashboard.browser import Stage

CHOICES: list[tuple[dict[str, str], list[str]]] = [
    ({"q": "axel"}, ["Axel"]),
    ({"q": "norrberg a30"}, ["Bo"]),
    ({"q": "acme axel"}, ["Axel"]),
    ({"q": "no such machine"}, []),
    ({"customer": "bolt"}, ["Bo"]),
    ({"kind": "haul_truck"}, ["Bo"]),
    ({"site": "acme-north"}, ["Axel"]),
    ({"region": "north"}, ["Axel", "Bo"]),
    ({"region": "nowhere"}, []),
    ({"connection": "online"}, ["Axel"]),
    ({"sort": "-name"}, ["Bo", "Axel"]),
    ({"page": "9"}, ["Axel", "Bo"]),
]
MARKUP = "<b>Loader</b> {{7*7}} <script>alert(1)</script>"


class _Names(HTMLParser):
    """Collects the names of machines in the order of the list."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag == "a" and str(dict(attrs).get("href")).startswith("/machines/")

    def handle_data(self, data: str) -> None:
        if self._within:
            self.found.append(data)
            self._within = False


async def _listed(stage: Stage, **query: str) -> list[str]:
    answer = await stage.browser.get("/fleet", params=query)
    assert answer.status_code == 200, answer.text
    return _Names(answer.text).found


async def _three(stage: Stage) -> None:
    await stage.machine(name="Axel")
    await stage.machine("bolt", name="Bo", model="a30")
    await stage.machine("acme", "south", name="Cleo")
    await stage.sign_in()


async def test_an_engineer_sees_the_machines_of_their_regions(full: Stage) -> None:
    await _three(full)
    assert await _listed(full, sort="name") == ["Axel", "Bo"]


async def test_a_customer_sees_only_their_own(full: Stage) -> None:
    await _three(full)
    await full.sign_in("carl")
    assert await _listed(full, sort="name") == ["Axel", "Cleo"]
    assert "Bolt" not in (await full.browser.get("/fleet")).text


async def test_what_one_user_saw_is_never_shown_to_another(full: Stage) -> None:
    await _three(full)
    await full.sign_in("carl")
    seen = await _listed(full)
    await full.sign_in("bea")
    assert await _listed(full) == ["Bo"]
    assert "Bo" not in seen


async def test_the_list_can_be_searched_filtered_and_sorted_by_its_address(full: Stage) -> None:
    axel = await full.machine(name="Axel")
    await full.machine("bolt", name="Bo", model="a30")
    full.hear(axel, engine_speed_rpm=1500)
    await full.sign_in()
    for query, found in CHOICES:
        assert await _listed(full, **{"sort": "name", **query}) == found, query


async def test_an_address_that_cannot_be_is_told_in_a_page(full: Stage) -> None:
    answer = await (await full.sign_in()).get("/fleet", params={"sort": "colour"})
    assert answer.status_code == 422
    assert "That address does not work" in answer.text


async def test_values_are_shown_with_their_units(full: Stage) -> None:
    machine = await full.machine(name="Axel")
    full.hear(machine, engine_speed_rpm=1850.4, engine_hours_h=12345.678, coolant_temperature_c=88.25)
    html = re.sub(r"[ \n]+", " ", (await (await full.sign_in()).get("/fleet")).text)
    assert "1\u202f850 <small>rpm</small>" in html
    assert "12\u202f346\u00a0h" in html
    assert "Online" in html


async def test_markup_in_a_name_is_shown_as_text(full: Stage) -> None:
    await full.machine(name=MARKUP)
    html = (await (await full.sign_in()).get("/fleet")).text
    assert "&lt;b&gt;Loader&lt;/b&gt; {{7*7}} &lt;script&gt;" in html
    assert "<script>alert" not in html


async def test_a_long_list_comes_in_pages(full: Stage) -> None:
    for number in range(51):
        await full.machine(name=f"M {number:02}")
    await full.sign_in()
    assert await _listed(full, sort="name") == [f"M {number:02}" for number in range(50)]
    assert await _listed(full, sort="name", page="2") == ["M 50"]
    assert 'rel="next"' in (await full.browser.get("/fleet")).text


async def test_nothing_to_see_says_how_machines_come(full: Stage) -> None:
    assert "No machine is yours to see" in (await (await full.sign_in()).get("/fleet")).text


async def test_a_choice_that_fits_no_machine_leads_back(full: Stage) -> None:
    await full.machine(name="Axel")
    assert "No machine fits" in (await (await full.sign_in()).get("/fleet", params={"q": "zzz"})).text


async def test_a_neighbour_that_is_away_costs_its_part_only(lonely: Stage) -> None:
    await lonely.machine(name="Axel")
    html = (await (await lonely.sign_in()).get("/fleet")).text
    assert "Axel" in html
    assert "The telemetry service does not answer" in html
    assert "The diagnostics service does not answer" in html
    assert not said.held


async def test_without_the_registry_machines_are_listed_by_their_ids(full: Stage) -> None:
    machine = await full.machine(name="Axel")
    full.hear(machine, engine_speed_rpm=1500)
    await full.sign_in()
    await full.browser.get("/session")
    full.stop("registry")
    html = (await full.browser.get("/fleet")).text
    assert machine in html
    assert "names, owners and sites cannot be shown" in html


async def test_a_fragment_of_the_list_brings_the_list_alone(full: Stage) -> None:
    await _three(full)
    asked = {"HX-Request": "true", "HX-Target": "results"}
    html = (await full.browser.get("/fleet", headers=asked)).text
    assert "Axel" in html
    assert "<html" not in html
