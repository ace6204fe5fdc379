"""Does the page of services show what the registry's catalogue says?"""

from typing import Any, Literal

from services.dashboard.catalogue.graph import HEIGHT, WIDTH, graph
from services.registry.api import ServiceEntry
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
    # Where it is asked by, and where it says above the list that it is down.
    assert html.count('<a href="#ranking">ranking</a>') == 2
    assert "No other service asks it." in html
    assert 'class="node node-silent"' in html


def _entry(name: str, *asks: str, health: Literal["pass", "silent"] = "pass") -> ServiceEntry:
    told: dict[str, Any] = {
        "question": None,
        "version": None,
        "reasons": [],
        "answered_at": None,
        "checked_at": None,
        "age_s": None,
    }
    return ServiceEntry.model_validate(
        {**told, "name": name, "health": health, "dependencies": asks, "docs": "", "openapi": ""}
    )


def test_who_asks_stands_left_of_whom_it_asks_also_where_two_ask_each_other() -> None:
    drawn = graph([_entry("a", "b", "c"), _entry("b", "c", "unknown"), _entry("c", "b", health="silent")])
    x = {node.name: node.x for node in drawn.nodes}
    assert x["a"] < x["b"] < x["c"]
    assert (len(drawn.edges), sum(edge.broken for edge in drawn.edges)) == (4, 2)
    assert all(node.x + WIDTH <= drawn.width and node.y + HEIGHT <= drawn.height for node in drawn.nodes)
    assert graph([]).nodes == []


async def test_without_the_registry_the_page_says_so(lonely: Stage) -> None:
    await (await lonely.sign_in()).get("/session")
    lonely.stop("registry")
    answer = await lonely.browser.get("/services")
    assert answer.status_code == 200
    assert "The services cannot be listed at the moment" in answer.text
