"""Do the pages of sites show where machines are, to those whose they are?"""

from tests.services.dashboard.browser import Stage


async def test_the_map_begins_with_every_machine_in_its_place(full: Stage) -> None:
    machine = await full.machine(name="Axel")
    silent = await full.machine(name="Silent")
    full.hear(machine, latitude_deg=60.1801, longitude_deg=15.4302, ground_speed_kmh=12.5)
    html = (await (await full.sign_in()).get("/sites/acme-north")).text
    assert f'"id": ["{machine}", "{silent}"]' in html
    assert '"lat": [60.1801, null]' in html
    assert "plan-machine" in html
    assert f'id="spot-{silent}"' in html
    assert "has not told its place" in html


async def test_the_machines_of_other_sites_are_not_on_the_map(full: Stage) -> None:
    await full.machine("bolt", name="Elsewhere")
    assert "Elsewhere" not in (await (await full.sign_in()).get("/sites/acme-north")).text


async def test_a_customer_finds_their_own_sites_only(full: Stage) -> None:
    browser = await full.sign_in("carl")
    html = (await browser.get("/sites")).text
    assert "/sites/acme-north" in html
    assert "/sites/bolt-north" not in html
    assert (await browser.get("/sites/bolt-north")).status_code == 404
    assert (await browser.get("/sites/bolt-north/live")).status_code == 404


async def test_markup_in_a_sites_name_stays_text_in_the_maps_data(full: Stage) -> None:
    machine = await full.machine(name="</script><script>alert(1)</script>")
    full.hear(machine, latitude_deg=60.1801, longitude_deg=15.4302)
    html = (await (await full.sign_in()).get("/sites/acme-north")).text
    assert "<script>alert" not in html


async def test_without_telemetry_the_site_still_lists_its_machines(lonely: Stage) -> None:
    await lonely.machine(name="Axel")
    answer = await (await lonely.sign_in()).get("/sites/acme-north")
    assert answer.status_code == 200
    assert "Axel" in answer.text
    assert "positions and events cannot be shown" in answer.text
