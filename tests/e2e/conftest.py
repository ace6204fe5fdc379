"""Which platform and which browser do these tests use?"""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright, expect

from deploy.state import PROJECT
from services.kit.testing import SigningKey, cloned
from services.registry.api import Credentials
from tests.conftest import Servers
from tests.e2e.pit import Pit, dig, work
from tests.e2e.platform import PASSWORD, Platform
from tests.e2e.quarry import settle
from tests.e2e.unit import Unit, connected

# A browser and a platform share two cores with whatever runs beside them.
expect.set_options(timeout=15_000)
# What is built is not committed.
PICTURES = PROJECT / "build" / "pictures"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


@dataclass(frozen=True)
class Scene:
    """A platform with machines, by name."""

    platform: Platform
    credentials: dict[str, Credentials]

    @property
    def machines(self) -> dict[str, str]:
        """The ids of the machines, by name."""
        return {name: one.user for name, one in self.credentials.items()}

    def unit(self, name: str) -> AbstractContextManager[Unit]:
        """Return the telematics unit of a machine, connected while it is used."""
        credentials = self.credentials[name]
        return connected(self.platform.servers.mosquitto, credentials.user, credentials.password)


@dataclass
class Visitor:
    """Somebody in front of a browser, and whatever went wrong in it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    async def open(self, path: str) -> Page:
        """Go to a page and return it."""
        await self.page.goto(self.url + path, wait_until="load")
        return self.page

    async def sign_in(self, user: str = "anna", path: str = "/") -> Page:
        """Sign in on the way to a page and return it."""
        page = await self.open(path)
        await self.fill_in(user)
        return page

    async def fill_in(self, user: str) -> None:
        """Fill the form to sign in, and wait until it leads on."""
        await self.page.get_by_label("User name").fill(user)
        await self.page.get_by_label("Password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def watch(self) -> None:
        """Note every error that a page tells the console: refused by the content security policy, or of a script."""
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _note(self, told: ConsoleMessage) -> None:
        if told.type in ("error", "warning"):
            self.wrong.append(f"{told.text} ({told.location['url']})")


@pytest.fixture(scope="package")
def scene(
    servers: Servers, template: str, database_passwords: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A platform of real processes on a database of its own."""
    folder = tmp_path_factory.mktemp("platform")
    (folder / "signing.pem").write_bytes(SigningKey().pem())
    (folder / "administrator").write_text(PASSWORD)
    with cloned(servers.postgres, template, database_passwords) as database:
        platform = Platform(servers, database, folder)
        try:
            platform.start()
            yield Scene(platform, settle(platform))
        finally:
            platform.stop()


@pytest.fixture(scope="package")
def pit(scene: Scene) -> Pit:
    """A site that nobody of the scene sees."""
    return dig(scene.platform)


@pytest.fixture(scope="package")
def worked(pit: Pit) -> Pit:
    """The pit, after a truck and a loader worked there."""
    work(pit)
    return pit


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium")
    assert program, "These tests need a browser: run `make setup`, or install Debian's package `chromium`."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(chromium: Browser, scene: Scene) -> AsyncIterator[BrowserContext]:
    """A browser that remembers nothing."""
    made = await chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=scene.platform.url)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(context: BrowserContext, scene: Scene, request: pytest.FixtureRequest) -> AsyncIterator[Visitor]:
    """Somebody whose browser must have nothing to complain about; what they looked at last is kept as a picture."""
    arrived = Visitor(await context.new_page(), scene.platform.url)
    arrived.watch()
    yield arrived
    await arrived.page.screenshot(path=PICTURES / f"{request.node.name}.png", full_page=True, animations="disabled")
    assert arrived.wrong == []
