"""Which alerts do a machine's findings make over time, and what became of them?"""

from models.alert.action import Action, Kind, State, refusal
from models.alert.evidence import SLOT, Evidence, Look, Run, Span, begin_of, runs_of, slot_of
from models.alert.level import Level
from models.alert.life import Alert, Rule, Turn, live

__all__ = [
    "SLOT",
    "Action",
    "Alert",
    "Evidence",
    "Kind",
    "Level",
    "Look",
    "Rule",
    "Run",
    "Span",
    "State",
    "Turn",
    "begin_of",
    "live",
    "refusal",
    "runs_of",
    "slot_of",
]
