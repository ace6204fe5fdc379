"""Would an engineer of a fleet believe what the simulators make?"""

from simulators.report.figure import Figure, figures
from simulators.report.page import write_page
from simulators.report.recorded import NoRecording, Recorded

__all__ = ["Figure", "NoRecording", "Recorded", "figures", "write_page"]
