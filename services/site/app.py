"""What does a site produce, with what, and what holds it up?"""

from services.kit.app import service
from services.site.place import HEARS, keep_hearing
from services.site.production import route as production
from services.site.settings import SiteSettings
from services.site.shift import route as shift

app = service(__name__, settings=SiteSettings, workers=[keep_hearing], listens=[HEARS])
for routes in (production, shift):
    app.include_router(routes.router)
