"""Where is a platform that runs reached, as whom, and which pages does it have?"""

from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Door:
    """Where a platform that runs is reached, and as whom."""

    url: str
    user: str
    password: str

    def sign_in(self, client: httpx.Client) -> None:
        """Begin a session; raises RuntimeError where that is refused."""
        told = {"name": self.user, "password": self.password}
        answer = client.post("/sign-in", data=told, headers={"Origin": self.url})
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise RuntimeError(f"{self.user} could not sign in at {self.url}: {answer.status_code}.")


@dataclass(frozen=True)
class View:
    """A page: what it is called in figures and files, its address, and whether it is waited for a map or a chart."""

    name: str
    path: str
    drawn: str | None = None


@dataclass(frozen=True)
class Seen:
    """Of which site the pages are, of which one with a plan, which machine is charted and which truck compared."""

    site: str
    planned: str
    machine: str
    truck: str

    def views(self) -> tuple[View, ...]:
        """Return the pages of an engineer, in the order in which they would open them."""
        return (
            View("triage", "/triage"),
            View("alerts", "/alerts"),
            View("fleet", "/fleet"),
            View("sites", "/sites"),
            View("site", f"/sites/{self.site}", "canvas, .map"),
            View("replay", f"/sites/{self.site}/replay", "[data-replay][data-drawn]"),
            View("traffic", f"/sites/{self.site}/traffic"),
            View("production", f"/sites/{self.site}/production"),
            View("plan", f"/sites/{self.planned}/plan"),
            View("machine", f"/machines/{self.machine}", "canvas"),
            View("benchmark", "/benchmark"),
            View("standing", f"/benchmark/{self.truck}"),
            View("services", "/services"),
            View("access", "/access"),
            View("consents", "/access/consents"),
        )


# The pages that are a customer's own: pictures are taken of them besides.
OWN = (View("access-log", "/access/log"), View("data", "/access/data"))
