"""What does a site make of its machines, and what would it make of one more or one less?"""

from models.production.network import Flow, Network, Route, TooManyTrucks, flow
from models.production.what_if import Change, Round, changes, matches, network_of, tph

__all__ = [
    "Change",
    "Flow",
    "Network",
    "Round",
    "Route",
    "TooManyTrucks",
    "changes",
    "flow",
    "matches",
    "network_of",
    "tph",
]
