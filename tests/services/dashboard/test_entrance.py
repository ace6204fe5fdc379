"""Who comes in, how do they go out, and what does their browser keep?"""

import httpx
import pytest

from services.dashboard import session
from services.dashboard.origin import local_path
from services.dashboard.session import browser
from services.kit.testing import House
from tests.services.dashboard.browser import PAGES, PASSWORD, Stage


async def test_a_page_leads_to_signing_in_and_back(lonely: Stage) -> None:
    answer = await lonely.browser.get("/fleet", params={"kind": "haul_truck"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/fleet%3Fkind%3Dhaul_truck")
    await lonely.know("anna")
    form = {"name": "anna", "password": PASSWORD, "onward": "/fleet?kind=haul_truck"}
    assert (await lonely.browser.post("/sign-in", data=form)).headers["location"] == "/fleet?kind=haul_truck"


async def test_everybody_begins_where_their_work_does(lonely: Stage) -> None:
    for user, home in (("anna", "/triage"), ("carl", "/fleet"), ("dev", "/services")):
        answer = await (await lonely.sign_in(user)).get("/")
        assert (answer.status_code, answer.headers["location"]) == (303, home)


async def test_the_session_is_out_of_reach_of_scripts_and_other_sites(lonely: Stage) -> None:
    await lonely.know("anna")
    answer = await lonely.browser.post("/sign-in", data={"name": "anna", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("howdah=")
    assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/"))


async def test_behind_tls_the_cookie_is_secure_and_bound_to_the_host(lonely: Stage) -> None:
    house = lonely.house
    del house.apps["dashboard"]
    secure = await house.api("dashboard", public_url="https://howdah.example")
    await lonely.know("anna")
    answer = await secure.post("/sign-in", data={"name": "anna", "password": PASSWORD}, headers=PAGES)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-howdah=")
    assert "Secure" in cookie
    assert answer.headers["strict-transport-security"]


async def test_a_wrong_password_says_so_and_keeps_the_name(lonely: Stage) -> None:
    await lonely.know("anna")
    for user, password in (("anna", "wrong"), ("nobody", PASSWORD), ("no such name!", "x"), ("", "")):
        answer = await lonely.browser.post("/sign-in", data={"name": user, "password": password})
        assert answer.status_code == 401
        assert "The user name or the password is not right." in answer.text
        assert f'value="{user}"' in answer.text
        assert "set-cookie" not in answer.headers


async def test_the_registry_learns_from_which_address_somebody_signs_in(lonely: Stage) -> None:
    await lonely.know("anna")
    app = await lonely.house.open("dashboard")
    for peer, told in (("203.0.113.7", {}), ("10.0.0.2", {"X-Forwarded-For": "203.0.113.8"})):
        transport = httpx.ASGITransport(app, client=(peer, 4000))
        async with httpx.AsyncClient(transport=transport, base_url="http://dashboard", headers=PAGES | told) as client:
            assert (await client.post("/sign-in", data={"name": "anna", "password": "wrong"})).status_code == 401
    with lonely.database.admin() as connection:
        counted = connection.execute("select subject from registry.sign_in_attempt where subject like 'address:%'")
        assert sorted(counted.fetchall()) == [("address:10.0.0.2",), ("address:203.0.113.7",)]


async def test_without_the_registry_nobody_is_told_that_the_password_is_wrong(house: House) -> None:
    alone = await house.api("dashboard")
    answer = await alone.post("/sign-in", data={"name": "anna", "password": PASSWORD}, headers=PAGES)
    assert answer.status_code == 503
    assert "the registry does not answer" in answer.text


async def test_signing_out_ends_the_session_for_good(lonely: Stage) -> None:
    browser = await lonely.sign_in()
    stolen = {"Cookie": f"howdah={browser.cookies['howdah']}"}
    answer = await browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert not browser.cookies
    assert (await browser.get("/session", headers=stolen)).status_code == 303


async def test_an_ended_session_says_so_and_leads_back(lonely: Stage) -> None:
    browser = await lonely.sign_in()
    keys = (await lonely.registry.get("/v1/api-keys")).json()["items"]
    await lonely.registry.delete(f"/v1/api-keys/{keys[0]['id']}")
    session.tokens.clear()
    answer = await browser.get("/sites")
    assert answer.headers["location"] == "/sign-in?next=/sites&ended=true"
    assert not browser.cookies
    assert "Your session has ended." in (await browser.get(answer.headers["location"])).text


async def test_a_browser_that_is_signed_in_sees_no_form(lonely: Stage) -> None:
    answer = await (await lonely.sign_in()).get("/sign-in", params={"next": "/sites"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sites")


async def test_a_form_of_another_site_does_nothing(lonely: Stage) -> None:
    browser = await lonely.sign_in()
    for origin, site in (
        ("https://evil.example", "cross-site"),
        ("https://evil.example", "same-origin"),
        ("null", "same-origin"),
        ("", "same-origin"),
        ("http://dashboard", "cross-site"),
        ("http://dashboard", "same-site"),
    ):
        answer = await browser.post("/sign-out", headers={"Origin": origin, "Sec-Fetch-Site": site})
        assert answer.status_code == 403, origin
    assert (await browser.get("/session")).status_code == 204


async def test_signing_in_leads_to_our_own_pages_only(lonely: Stage) -> None:
    await lonely.know("anna")
    form = {"name": "anna", "password": PASSWORD, "onward": "//evil.example/fleet"}
    assert (await lonely.browser.post("/sign-in", data=form)).headers["location"] == "/"


FOREIGN = ["https://x.example/", "//x.example", "/\\x.example", "javascript:alert(1)", "fleet", "", "/sign-out", "/\nx"]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_only_a_path_of_our_own_is_gone_on_to(wanted: str) -> None:
    assert local_path(wanted) == "/"
    assert local_path("/fleet?q=a%20b#c") == "/fleet?q=a%20b#c"


async def test_the_theme_is_kept_and_nothing_else_is_taken_for_one(lonely: Stage) -> None:
    answer = await lonely.browser.post("/theme", data={"theme": "dark", "onward": "/sign-in"})
    assert answer.status_code == 303
    assert 'data-theme="dark"' in (await lonely.browser.get("/sign-in")).text
    assert (await lonely.browser.post("/theme", data={"theme": "pink"})).status_code == 422


async def test_a_program_without_a_session_gets_problem_details(lonely: Stage) -> None:
    answer = await lonely.browser.get("/session", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


async def test_a_fragment_without_a_session_leads_the_whole_page_to_signing_in(lonely: Stage) -> None:
    shown = {"HX-Request": "true", "HX-Current-URL": "http://dashboard/fleet?q=loader"}
    answer = await lonely.browser.get("/fleet", headers=shown)
    assert answer.headers["hx-redirect"] == "/sign-in?next=/fleet%3Fq%3Dloader"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("curl/8", "unknown browser"),
    ],
)
def test_a_session_is_named_after_the_browser(agent: str, said: str) -> None:
    assert browser(agent) == said
