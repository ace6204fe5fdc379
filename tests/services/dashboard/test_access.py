"""Can people look after keys, consent, machines and users on the pages, and is what is wrong said where it is?"""

import html
import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from services.dashboard.access.form import Filled
from services.kit.errors import FieldError
from tests.services.dashboard.browser import PASSWORD, PEOPLE, Stage

EVIL = "<b>&=cmd()"


@dataclass(frozen=True)
class Desk:
    """The pages of a stage, signed in as somebody, as text without entities."""

    browser: httpx.AsyncClient

    async def see(self, path: str, status: int = 200) -> str:
        """Return a page."""
        answer = await self.browser.get(path)
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)

    async def send(self, path: str, status: int = 303, **form: Any) -> str:
        """Send a form and return the page that it leads to."""
        answer = await self.browser.post(path, data={name.rstrip("_"): value for name, value in form.items()})
        assert answer.status_code == status, answer.text
        return await self.see(answer.headers["location"]) if status == 303 else html.unescape(answer.text)


async def desk(stage: Stage, user: str) -> Desk:
    """Return the pages as somebody sees them."""
    PEOPLE["ada"] = {"name": "Ada", "role": "administrator"}
    return Desk(await stage.sign_in(user))


async def test_a_key_is_shown_once_limited_and_revoked(lonely: Stage) -> None:
    page = await desk(lonely, "carl")
    form: dict[str, Any] = {"name": EVIL, "days": "30", "permissions": ["telemetry:read"]}
    refused = await page.send("/access/keys", 422, **form, password="not the password")
    assert 'id="key-password-wrong"' in refused
    assert "The password is not right." in refused
    beyond = await page.send("/access/keys", 403, **{**form, "permissions": ["registry:write"]}, password=PASSWORD)
    assert "You have not the permission 'registry:write'" in beyond
    answer = await lonely.browser.post("/access/keys", data={**form, "password": PASSWORD})
    assert EVIL not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    key = re.search(r"howdah_\w+", answer.text)
    assert key
    api = await lonely.house.api("registry")
    assert (await api.post("/v1/tokens", json={"api_key": key[0]})).status_code == 201
    listed = await page.see("/access")
    assert key[0] not in listed
    made = re.search(r'id="key-(\w+)"><th scope="row">' + re.escape(EVIL), listed)
    assert made, listed
    assert "The password is not right." in await page.send(f"/access/keys/{made[1]}/revocation", 422, password="guess")
    await page.send(f"/access/keys/{made[1]}/revocation", password=PASSWORD)
    assert (await api.post("/v1/tokens", json={"api_key": key[0]})).status_code == 401


async def test_a_password_is_changed_with_the_present_one(lonely: Stage) -> None:
    page = await desk(lonely, "carl")
    short = await page.send("/access/password", 422, password=PASSWORD, wanted="short")
    assert 'id="pass-wanted-wrong"' in short
    changed = await page.send("/access/password", 200, password=PASSWORD, wanted="another long password")
    assert "The password is changed." in changed
    assert (await lonely.browser.post("/sign-in", data={"name": "carl", "password": PASSWORD})).status_code == 401


async def _giving(stage: Stage) -> tuple[Desk, dict[str, Any]]:
    machine = await stage.machine(name=EVIL)
    await stage.registry.put("/v1/parties/north", json={"name": "North Dealer", "kind": "dealer"})
    page = await desk(stage, "carl")
    return page, {"machine": machine, "recipient": "party:north", "purpose": "support", "groups": ["engine", "events"]}


async def test_a_consent_is_looked_at_before_it_is_given(full: Stage) -> None:
    page, form = await _giving(full)
    assert "The manufacturer (engineers of the machine's region) may have all data" in await page.see(
        "/access/consents"
    )
    wrong = await page.send("/access/consents", 422, **{**form, "purpose": "training"})
    assert 'id="f-recipient-wrong"' in wrong
    assert "are for 'platform'" in wrong
    nothing = await page.send("/access/consents", 422, **{**form, "groups": []})
    assert "at least 1 item needed" in nothing
    nobody = await page.send("/access/consents", 422, **{**form, "recipient": "customer"})
    assert 'id="f-named-wrong"' in nobody
    another = await page.send("/access/consents", 200, **{**form, "recipient": "customer"}, named="bolt")
    assert "bolt may have data of these groups" in another
    assert "There is no customer 'bolt-9'; ask them for their id." in await page.send(
        "/access/consents", 422, **{**form, "recipient": "customer"}, named="bolt-9", step="give"
    )
    backwards = await page.send("/access/consents", 422, **form, from_="2026-03-02", to="2026-03-01")
    assert 'id="f-to-wrong"' in backwards
    sure = await page.send("/access/consents", 200, **form, to="2199-01-01")
    said = (
        f"North Dealer may have data of these groups: engine, events of {EVIL}, to support Acme: their people read it"
    )
    assert f"{said}, from now on until 1 Jan 2199 00:00 CET." in sure
    assert "Given by" not in sure


async def test_a_consent_has_a_receipt_and_is_withdrawn_once(full: Stage) -> None:
    page, form = await _giving(full)
    given = await page.send("/access/consents", **form, to="2199-01-01", step="give")
    assert "Given by carl" in given
    number = re.search(r'id="consent-(\d+)">\s*<p>[^\n]*North Dealer', given)
    assert number
    receipt = await full.browser.get(f"/access/consents/{number[1]}/receipt.json")
    assert receipt.headers["content-disposition"] == f'attachment; filename="consent-{number[1]}.json"'
    assert {"document", "sha256", "signature"} == set(receipt.json())
    assert "North Dealer" in await page.see(f"/access/machines/{form['machine']}")
    await page.send(f"/access/consents/{number[1]}/withdrawal", why="No more.")
    again = await page.send(f"/access/consents/{number[1]}/withdrawal", 409)
    assert "was withdrawn before" in again
    over = await page.see("/access/consents")
    assert "Withdrawn by carl" in over
    assert "No more." in over


async def test_an_administrator_commissions_moves_and_decommissions(full: Stage) -> None:
    page = await desk(full, "ada")
    form: dict[str, Any] = {"id": "loader-9", "name": "Nine", "model": "l220", "serial": "9", "generation": "json"}
    owned: dict[str, Any] = {"customer": "acme", "basis": "owned", "site": "acme-north", "from": "2026-03-01T06:00"}
    foreign = await page.send("/access/machines", 422, **form, **{**owned, "site": "bolt-north"})
    assert 'id="f-site-wrong"' in foreign
    made = await page.send("/access/machines", 200, **form, **owned)
    password = re.search(r'id="secret" tabindex="0" autofocus>([^<]+)<', made)
    assert password
    assert "fleet/v1/loader-9/telemetry" in made
    shown = await page.see("/access/machines/loader-9")
    assert password[1] not in shown
    # By the clock of the site, which is an hour ahead of UTC in winter.
    assert 'datetime="2026-03-01T05:00:00+00:00"' in shown
    rotated = await page.send("/access/machines/loader-9/credentials", 200)
    assert 'id="secret"' in rotated
    moved = await page.send("/access/machines/loader-9/tenures", customer="bolt", basis="rented", site="")
    assert "<td>rented</td>" in moved
    tenure = re.search(r"/tenures/(\d+)/end", moved)
    assert tenure
    assert f"/tenures/{tenure[1]}/end" not in await page.send(f"/access/machines/loader-9/tenures/{tenure[1]}/end")
    lent = await page.send("/access/machines/loader-9/tenures", customer="bolt", basis="rented", to="2199-01-01T00:00")
    early = re.search(r"/tenures/(\d+)/end", lent)
    assert early
    assert "2199" not in await page.send(f"/access/machines/loader-9/tenures/{early[1]}/end")
    renamed = await page.send("/access/machines/loader-9", **{**form, "name": EVIL})
    assert EVIL in renamed
    unsure = await page.send("/access/machines/loader-9/decommission", 422, typed="loader-8")
    assert 'id="d-typed-wrong"' in unsure
    assert "broker: revoked" in await page.send("/access/machines/loader-9/decommission", typed="loader-9")
    assert "It was decommissioned on" in await page.see("/machines/loader-9")


async def test_an_administrator_keeps_customers_sites_and_users(full: Stage) -> None:
    page = await desk(full, "ada")
    assert "acme" in await page.see("/access/customers")
    taken = await page.send("/access/customers", 422, id="acme", name="Acme", region="north")
    assert "there is a customer 'acme' already" in taken
    unfit = await page.send("/access/customers", 422, id="Acme Co", name="Acme", region="north")
    assert 'id="f-id-wrong"' in unfit
    assert "customer: an id" not in unfit
    assert "Cobalt" in await page.send("/access/customers", id="cobalt", name="Cobalt", region="north")
    site: dict[str, Any] = {
        "name": "Pit",
        "customer": "cobalt",
        "region": "north",
        "latitude_deg": "60,5",
        "longitude_deg": "15",
    }
    nowhere = await page.send("/access/sites", 422, id="pit", timezone="Europe/Nowhere", **site)
    assert 'id="f-timezone-wrong"' in nowhere
    await page.send("/access/sites", id="pit", timezone="Europe/Oslo", kind="quarry", material="clay", **site)
    pit = await page.see("/access/sites/pit")
    assert all(said in pit for said in ('value="60.5"', 'value="clay"', '<option value="quarry" selected'))
    user: dict[str, Any] = {"name": "Cora", "role": "customer", "password": PASSWORD}
    assert "names a customer" in await page.send("/access/users", 422, id="cora", **user)
    short = await page.send("/access/users", 422, id="cora", customer="cobalt", **{**user, "password": "short"})
    assert "at least 12 characters needed" in short
    assert "<td>Cobalt</td>" in await page.send("/access/users", id="cora", customer="cobalt", **user)
    assert "disabled" in await page.send("/access/users/cora/disable")
    for path in ("regions", "models", "parties"):
        await page.see(f"/access/{path}")
    await page.see("/access/nothing", 404)


async def test_what_is_not_ones_own_is_hidden_and_refused(full: Stage) -> None:
    machine = await full.machine("bolt")
    page = await desk(full, "carl")
    assert "/access/users" not in await page.see("/access")
    assert "Commission a machine" not in await page.see("/access/machines")
    await page.see("/access/users", 403)
    await page.see(f"/access/machines/{machine}", 404)
    refused = await page.send("/access/machines", 403, id="x-1", name="X", model="l220", serial="1", generation="json")
    assert "registry:write" in refused
    full.browser.headers["Origin"] = "http://elsewhere"
    await page.send("/access/consents", 403, recipient="manufacturer")


@pytest.mark.parametrize(
    ("place", "field"), [("tenures.0.site", "site"), ("to", "to"), ("0", "0"), ("body.unknown", "unknown")]
)
def test_what_is_wrong_stands_beside_the_field_of_the_form(place: str, field: str) -> None:
    form = Filled({"site": ["a"], "to": [""]}).refused("It is wrong.", [FieldError(field=place, detail="so")])
    assert form.errors == {field: "so"}
