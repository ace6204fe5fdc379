"""How do those who serve regions ask what differs between them?"""

from fastapi import APIRouter, Depends

from models.benchmarking.cell import OWNERS
from services.benchmarking.api import Part, Regions, RegionTold
from services.benchmarking.release import store
from services.benchmarking.release.making import RegionPart
from services.benchmarking.standing import telling, wording
from services.kit.auth import Caller
from services.kit.database import Db
from services.kit.errors import NotPermitted

router = APIRouter()
_WHY = (
    f"No two regions may be told of: each takes the trucks of at least {OWNERS} owners who agreed to be compared, none"
    " of them with more than a quarter of the work."
)
_REMEDY = "More owners in a region agree to be compared; it is looked at again when the next quarter is over."


async def _serves(caller: Caller) -> None:
    if not any(viewer == "all" or viewer.startswith("region:") for viewer in caller.viewers):
        raise NotPermitted(
            "What differs between regions is told to the engineers who serve one, and to administrators."
        )


@router.get(
    "/v1/regions",
    summary="What differs between regions, and why",
    description="By how many percent the litres a tonne differ in each region from the others: by ways and sizes of "
    "trucks, loads, air and habit, with 95 % intervals. For engineers and administrators.",
    dependencies=[Depends(_serves)],
)
async def get_regions(db: Db) -> Regions:
    kept = await store.newest(db)
    parts = await store.list_parts(db, kept.quarter) if kept else []
    names = list(dict.fromkeys(one.region for one in parts))
    ordered = sorted(parts, key=lambda one: [*wording.PARTS].index(one.reason))
    regions = [RegionTold(region=name, parts=[_part(one) for one in ordered if one.region == name]) for name in names]
    told = f"{len(regions)} regions are compared, each with the others." if regions else _WHY
    return Regions(
        release=telling.release(kept),
        regions=regions,
        sentence=told,
        remedy=None if regions else _REMEDY,
        notes=telling.notes(kept),
    )


def _part(one: RegionPart) -> Part:
    about = {"percent": one.percent, "low": one.low, "high": one.high}
    return Part.model_validate({"reason": one.reason, "label": wording.PARTS[one.reason], **about})
