"""What does the site service answer?"""

from services.site.api.shift import PlannedShift, Shift, ShiftPlan, SiteShifts, Weekday

__all__ = ["PlannedShift", "Shift", "ShiftPlan", "SiteShifts", "Weekday"]
