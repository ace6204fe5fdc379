"""How much longer does a part live, and how sure is that?"""

from models.prognosis.calibration import Outlook, Reference
from models.prognosis.feature import RECIPE
from models.prognosis.history import History
from models.prognosis.life import LifeModel, fit_life
from models.prognosis.regime import Regimes

# What a kept life model is made of, beside the library's estimators.
PARTS = (Regimes, Reference)

__all__ = ["PARTS", "RECIPE", "History", "LifeModel", "Outlook", "Reference", "fit_life"]
