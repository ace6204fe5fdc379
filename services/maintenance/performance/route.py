"""How do people ask how well models did?"""

from fastapi import APIRouter

from services.kit.database import Db
from services.maintenance.api import Models
from services.maintenance.performance import store
from services.maintenance.performance.figure import figures

router = APIRouter()


@router.get(
    "/v1/models",
    summary="How well the models did",
    description="Precision, lead, cost and coverage of each version of a model, by orders that the caller sees.",
)
async def list_models(db: Db) -> Models:
    return Models(models=figures(await store.list_verdicts(db), await store.list_standing(db)))
