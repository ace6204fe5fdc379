"""Over which route is it told what a machine's telematics can provide?"""

from fastapi import APIRouter

from services.kit.database import Db
from services.kit.parameter import MachineId
from services.registry.api import Capability
from services.registry.store import capability as capabilities
from services.registry.store import machine as machines

router = APIRouter()


@router.get(
    "/v1/machines/{machine}/capability",
    summary="What a machine sends",
    description="Which signals its telematics really sent in the last week, how often and how fresh, and what of its "
    "kind's catalogue it did not: by this, services say what they can and cannot do for the machine. Data of another "
    "holder's time is left out. Found out anew a minute after a machine's first message, and more rarely with time.",
)
async def get_capability(machine: MachineId, db: Db) -> Capability:
    return await capabilities.get_capability(db, await machines.get_machine(db, machine))
