"""What does a person see of the platform?"""

from fastapi import Depends

from services.dashboard import asset, entrance, failure
from services.dashboard.access import apikey, archive, consent, erasure, log, record
from services.dashboard.access import machine as entitlement
from services.dashboard.alert import route as alert
from services.dashboard.benchmark import route as benchmark
from services.dashboard.catalogue import route as catalogue
from services.dashboard.convention import Read
from services.dashboard.fleet import route as fleet
from services.dashboard.fleet.news import LISTENS, keep_hearing
from services.dashboard.header import Guarded
from services.dashboard.machine import export
from services.dashboard.machine import route as machine
from services.dashboard.machine.lane import route as lane
from services.dashboard.origin import same_origin
from services.dashboard.page import compile_templates
from services.dashboard.production import route as production
from services.dashboard.site import replay
from services.dashboard.site import route as site
from services.dashboard.triage import route as triage
from services.dashboard.upkeep import route as upkeep
from services.kit.app import service

app = service(__name__, workers=(keep_hearing,), listens=LISTENS, prepares=(compile_templates,))
app.include_router(asset.router)
for pages in (
    entrance,
    triage,
    alert,
    fleet,
    site,
    replay,
    production,
    upkeep,
    machine,
    lane,
    export,
    benchmark,
    catalogue,
    apikey,
    consent,
    log,
    erasure,
    archive,
    entitlement,
):
    app.include_router(pages.router, dependencies=[Depends(same_origin)])
# The last, because it answers every other address beneath /access.
app.include_router(record.router, dependencies=[Depends(same_origin)])
app.add_middleware(Guarded)
app.add_middleware(Read)
failure.install(app)
