"""Does a row of measurements differ from those of a time in which all was well, by how much, and since when?"""

from models.anomaly.detector import Detector, Scores, fit
from models.anomaly.episode import Episode, episodes, smoothed
from models.anomaly.expectation import Expectation, expect
from models.anomaly.scale import Spread, spread

__all__ = [
    "Detector",
    "Episode",
    "Expectation",
    "Scores",
    "Spread",
    "episodes",
    "expect",
    "fit",
    "smoothed",
    "spread",
]
