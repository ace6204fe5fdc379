"""Do those who may see the same share the lists of machines, and nobody else, and do all of them stand in the log?"""

import asyncio

from services.dashboard.fleet.memory import Memory
from services.dashboard.fleet.source import forget
from services.dashboard.page import compile_templates, environment
from services.kit.errors import NotSignedIn
from tests.services.dashboard.browser import Line, Stage

LISTS = {"/v1/columns/machines", "/v1/columns/latest", "/v1/columns/conditions"}


async def _asked(stage: Stage, user: str, page: str = "/fleet") -> tuple[str, set[str]]:
    """Return the page that a user gets in a session of their own, and which lists were asked for it."""
    await stage.sign_in(user)
    lines = [line for line in stage.house.transports.values() if isinstance(line, Line)]
    for line in lines:
        line.asked.clear()
    answer = await stage.browser.get(page)
    assert answer.status_code == 200
    return answer.text, LISTS & {path for line in lines for path in line.asked}


async def _readers(stage: Stage) -> dict[tuple[str, str], set[str]]:
    """Return who read what of acme's, by service and path: what was told to each of them."""
    for app in stage.house.apps.values():
        await app.state.resources.pool.write_log()
    with stage.database.admin() as connection:
        rows = connection.execute(
            "select service, path, reader, machines from access.log_note where owner = 'acme' and path <> '/v1/latest'"
        ).fetchall()
    found: dict[tuple[str, str], set[str]] = {}
    for service, path, reader, machines in rows:
        found.setdefault((service, path), set()).update(f"{reader} {name}" for name in machines)
    return found


async def test_sessions_with_the_same_rights_share_a_list_and_each_stands_in_the_log(full: Stage) -> None:
    machine, other = await full.machine(name="Axel"), await full.machine("bolt", name="Bror")
    full.hear(machine, engine_hours_h=12)
    forget()
    first, asked = await _asked(full, "anna")
    assert machine in first
    assert other in first
    assert asked == LISTS
    second, asked = await _asked(full, "anna")
    assert asked == set()
    assert machine in second
    assert other in second
    read = await _readers(full)
    of_services = read["telemetry", "/v1/columns/latest"] | read["diagnostics", "/v1/columns/conditions"]
    shared = read["dashboard", "/fleet"]
    assert len(of_services) == len(shared) == 1
    assert not of_services & shared
    assert all(line.startswith("key:") and line.endswith(machine) for line in shared)


async def test_nobody_is_shown_what_was_gathered_with_other_rights(full: Stage) -> None:
    machine, other = await full.machine(name="Axel"), await full.machine("bolt", name="Bror")
    forget()
    await _asked(full, "anna")
    for user, theirs, foreign in (("carl", machine, other), ("bea", other, machine)):
        html, asked = await _asked(full, user)
        assert asked == LISTS
        assert theirs in html
        assert foreign not in html
    # Of pages that show names of before too there is nothing more to ask.
    assert (await _asked(full, "anna", "/alerts"))[1] == set()


async def test_what_befalls_another_who_gathers_befalls_nobody_who_waits_with_them() -> None:
    memory, open_ = Memory[str](), asyncio.Event()

    async def ended() -> str:
        await open_.wait()
        raise NotSignedIn("Your session has ended.")

    async def gathered() -> str:
        return "mine"

    first = asyncio.ensure_future(memory.get("rights", ended, bool))
    await asyncio.wait([first], timeout=0)
    second = asyncio.ensure_future(memory.get("rights", gathered, bool))
    await asyncio.wait([second], timeout=0)
    open_.set()
    assert await second == "mine"
    assert isinstance((await asyncio.gather(first, return_exceptions=True))[0], NotSignedIn)


def test_every_template_is_compiled_before_the_first_page() -> None:
    environment.cache_clear()
    compile_templates()
    cache = environment().cache
    assert cache is not None
    assert len(cache) == len(environment().list_templates())
