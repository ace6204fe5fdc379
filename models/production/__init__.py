"""What does a site make of its machines, and what would it make of one more or one less?"""

from models.production.network import Flow, Network, Route, TooManyTrucks, flow
from models.production.summed import Summed, route_of
from models.production.what_if import Change, Round, changes, changes_of, matches, network_of, tph

__all__ = [
    "Change",
    "Flow",
    "Network",
    "Round",
    "Route",
    "Summed",
    "TooManyTrucks",
    "changes",
    "changes_of",
    "flow",
    "matches",
    "network_of",
    "route_of",
    "tph",
]
