"""Which of all sites did somebody ask to see?"""

from dataclasses import dataclass

from services.dashboard.api import SitesQuery
from services.dashboard.fleet.source import Fleet
from services.registry.api import Site

PER_PAGE = 24


@dataclass(frozen=True)
class Selection:
    """The sites of one page, and how many there are."""

    sites: list[Site]
    found: int
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """Return the place of the first site of the page among those that were found, from 1 on."""
        return (self.page - 1) * PER_PAGE + 1


def select(fleet: Fleet, query: SitesQuery) -> Selection:
    """Return the page of sites that a query asks for: those with machines first, by name."""
    words = query.q.lower().split()
    found = [site for site in fleet.sites.values() if all(word in _searched(fleet, site) for word in words)]
    found.sort(key=lambda site: (site.id not in fleet.by_site, site.name.lower()))
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(query.page, pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Selection(shown, len(found), len(fleet.sites), page, pages)


def _searched(fleet: Fleet, site: Site) -> str:
    customer, region = fleet.customers.get(site.customer), fleet.regions.get(site.region)
    names = (site.name, customer.name if customer else site.customer, region.name if region else site.region)
    return " ".join((site.id, *names)).lower()
