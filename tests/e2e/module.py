"""How is a module of the pages' own JavaScript called in a browser?"""

from typing import Any

from playwright.async_api import Page

from services.dashboard.asset import assets


async def run_module(page: Page, module: str, call: str, *given: Any) -> Any:
    """Return what a function, written in JavaScript, makes of a module and of what is given to it."""
    script = f"async ([url, given]) => {{ const m = await import(url); return ({call})(m, ...given); }}"
    return await page.evaluate(script, [assets().url(module if "?" in module else f"{module}.js"), list(given)])
