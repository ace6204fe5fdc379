"""How is a machine's condition named, and which is worse?"""

from services.diagnostics.api import State

# From what is worst to what is best; what is not known may be either.
STATES = (State.CRITICAL, State.WARNING, State.INFO, State.NOT_ENOUGH_DATA, State.HEALTHY)
STATE_LABELS = {
    State.CRITICAL: "Critical",
    State.WARNING: "Warning",
    State.INFO: "Notice",
    State.HEALTHY: "Healthy",
    State.NOT_ENOUGH_DATA: "Not enough data",
}
