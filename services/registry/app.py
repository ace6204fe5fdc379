"""Which machines exist, who owns them, and who may see what?"""

from services.kit.app import service
from services.registry.beginning import make_administrator
from services.registry.erasing import keep_erasing
from services.registry.poll import keep_asking
from services.registry.revocation import keep_finishing
from services.registry.route import capability, catalogue, consent, erasure, log, machine, place, tenure, token, user
from services.registry.sealing import keep_sealing
from services.registry.settings import RegistrySettings
from services.registry.signing import own_keys

app = service(
    __name__,
    settings=RegistrySettings,
    workers=(make_administrator, keep_finishing, keep_asking, keep_sealing, keep_erasing),
    keys=own_keys,
)

for routes in (token, machine, capability, tenure, place, user, consent, log, erasure, catalogue):
    app.include_router(routes.router)
