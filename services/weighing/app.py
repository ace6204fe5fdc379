"""How much does a machine carry, and what is on the truck?"""

from services.kit.app import service
from services.weighing.calibration import route as calibration
from services.weighing.live import route as live
from services.weighing.production import route as production
from services.weighing.record import route as record
from services.weighing.settings import WeighingSettings
from services.weighing.worker import keep_loads, keep_weighing

app = service(__name__, settings=WeighingSettings, workers=[keep_weighing, keep_loads])
for routes in (record, production, calibration, live):
    app.include_router(routes.router)
