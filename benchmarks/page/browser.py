"""How soon is a page usable in a real browser, and what does it look like there?"""

import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.page.door import Door, View

# As the browser tests start it: nothing of its own goes to the network.
_ARGUMENTS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
_WITHIN_MS = 10_000
_SETTLES_MS = 800
# HTML comes first and modules run before this event: the page can be read, filtered and clicked from here on.
_USABLE = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
Theme = Literal["light", "dark"]


class NoBrowser(RuntimeError):
    """There is no Chromium."""

    def __init__(self) -> None:
        super().__init__("Pages are looked at with Debian's Chromium: run `make setup`.")


@dataclass(frozen=True)
class Look:
    """How wide a window is, in which theme, and what pictures of it are called."""

    name: str
    width: int
    theme: Theme


LOOKS = (Look("", 1440, "light"), Look("-dark", 1440, "dark"), Look("-phone", 390, "light"))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Yield a browser; raises NoBrowser."""
    program = shutil.which("chromium")
    if program is None:
        raise NoBrowser
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        await browser.close()


async def usable(browser: Browser, door: Door, views: Sequence[View], times: int) -> dict[str, list[float]]:
    """Return the milliseconds until each page was usable, `times` of each: from page to page, and `first` in
    a browser that has nothing of ours but its session; raises RuntimeError for a page that is none."""
    took: dict[str, list[float]] = {"first": [], **{view.name: [] for view in views}}
    for _ in range(times):
        page = await _signed_in(browser, door, Look("", 1440, "light"))
        # Forget what came with the form to sign in.
        session = await page.context.new_cdp_session(page)
        await session.send("Network.clearBrowserCache")
        took["first"].append(await _opened(page, door, views[0]))
        for view in views:
            took[view.name].append(await _opened(page, door, view))
        await page.context.close()
    return took


async def _opened(page: Page, door: Door, view: View) -> float:
    answer = await page.goto(door.url + view.path, wait_until="load")
    if answer is None or not answer.ok:
        raise RuntimeError(f"{view.path} was answered with {answer.status if answer else 'nothing'}.")
    return float(await page.evaluate(_USABLE))


async def pictures(browser: Browser, door: Door, views: Sequence[View], folder: Path) -> list[Path]:
    """Take a picture of each page in each look into a folder that is there, and return the files."""
    made = []
    for look in LOOKS:
        page = await _signed_in(browser, door, look)
        for view in views:
            path = folder / f"{view.name}{look.name}.png"
            await _opened(page, door, view)
            if view.drawn:
                await page.locator(view.drawn).first.wait_for(state="visible", timeout=_WITHIN_MS)
            # Live values and drawings come after the page.
            await page.wait_for_timeout(_SETTLES_MS)
            await page.screenshot(path=path)
            made.append(path)
        await page.context.close()
    return made


async def _signed_in(browser: Browser, door: Door, look: Look) -> Page:
    context = await browser.new_context(
        viewport={"width": look.width, "height": 900 if look.width > 800 else 844}, color_scheme=look.theme
    )
    page = await context.new_page()
    await page.goto(f"{door.url}/sign-in", wait_until="load")
    await page.get_by_label("User name").fill(door.user)
    await page.get_by_label("Password").fill(door.password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)
    return page
