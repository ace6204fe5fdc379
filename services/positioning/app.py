"""Where are machines, in which zones, near whom, and in which haul cycles do they work?"""

from services.kit.app import service
from services.positioning.haulage import route as haulage
from services.positioning.haulage.worker import keep_comparing, keep_positioning
from services.positioning.place import route as place
from services.positioning.settings import PositioningSettings
from services.positioning.zone import route as zone
from services.positioning.zone.worker import HEARS, keep_hearing

app = service(
    __name__, settings=PositioningSettings, workers=[keep_positioning, keep_comparing, keep_hearing], listens=[HEARS]
)
for routes in (zone, haulage, place):
    app.include_router(routes.router)
