"""When is which job of a site best done, with which others, and what does it cost to wait?"""

from models.plan.job import Job
from models.plan.price import HANDBOOK, Price, Rates, price_of
from models.plan.schedule import Move, Plan, Stop, Task, plan

__all__ = ["HANDBOOK", "Job", "Move", "Plan", "Price", "Rates", "Stop", "Task", "plan", "price_of"]
