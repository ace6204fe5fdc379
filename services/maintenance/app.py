"""What should be done on which machine when, and what is it worth?"""

from services.kit.app import service
from services.maintenance.cost import route as cost
from services.maintenance.forecast import route as forecast
from services.maintenance.forecast.worker import HEARS, keep_hearing, keep_scoring
from services.maintenance.order import route as order
from services.maintenance.performance import route as performance
from services.maintenance.performance.worker import keep_measuring
from services.maintenance.plan import route as plan
from services.maintenance.settings import MaintenanceSettings
from services.maintenance.triage import route as triage

app = service(
    __name__, settings=MaintenanceSettings, workers=[keep_hearing, keep_scoring, keep_measuring], listens=[HEARS]
)
for routes in (triage, forecast, plan, order, cost, performance):
    app.include_router(routes.router)
