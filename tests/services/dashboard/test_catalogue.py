"""Does the page of services show what the registry's catalogue says?"""

from tests.patience import until
from tests.services.dashboard.browser import Stage


async def _asked_once(stage: Stage) -> None:
    """Wait until the registry has asked its services, which makes it forget those that it does not know."""
    with stage.database.admin() as connection:
        await until(lambda: connection.execute("select from registry.service_status").rowcount > 0)


def _answered(stage: Stage, name: str, health: str, *dependencies: str) -> None:
    with stage.database.admin() as connection:
        connection.execute(
            "insert into registry.service_status (name, question, version, health, dependencies, reasons, checked_at)"
            " values (%s, 'What is <it>?', '1.2.3', %s, %s, '{}', now())",
            [name, health, list(dependencies)],
        )


async def test_every_service_of_the_catalogue_is_there_with_its_documentation(lonely: Stage) -> None:
    await _asked_once(lonely)
    _answered(lonely, "brewing", "pass")
    _answered(lonely, "ranking", "silent", "brewing")
    html = (await (await lonely.sign_in("dev")).get("/services")).text
    for words in ('href="/api/brewing/docs"', "1.2.3", "What is &lt;it&gt;?", "Silent"):
        assert words in html
    assert html.count('<a href="#brewing">brewing</a>') == 1
    assert html.count('<a href="#ranking">ranking</a>') == 1


async def test_without_the_registry_the_page_says_so(lonely: Stage) -> None:
    await (await lonely.sign_in()).get("/session")
    lonely.stop("registry")
    answer = await lonely.browser.get("/services")
    assert answer.status_code == 200
    assert "The services cannot be listed at the moment" in answer.text
