"""What does a site produce, with what, and what holds it up?"""

from services.kit.app import service
from services.site.hearing import HEARS, keep_hearing
from services.site.production import route as production
from services.site.settings import SiteSettings
from services.site.shift import route as shift
from services.site.traffic import route as traffic
from services.site.traffic.worker import keep_comparing, keep_traffic

app = service(__name__, settings=SiteSettings, workers=[keep_hearing, keep_traffic, keep_comparing], listens=HEARS)
for routes in (production, traffic, shift):
    app.include_router(routes.router)
