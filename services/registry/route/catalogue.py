"""Over which route is it told which services the platform consists of?"""

from dataclasses import asdict

from fastapi import APIRouter

from services.kit.database import Db
from services.registry.api import ServiceEntry, ServicePage
from services.registry.store import status

router = APIRouter()


@router.get(
    "/v1/services",
    summary="The catalogue of services",
    description="Every service with its question, version, health and dependencies as it answered when last asked, and "
    "where its documentation is. `silent`: it did not answer; the rest is what it said before.",
)
async def list_services(db: Db) -> ServicePage:
    return ServicePage(items=[_entry(one) for one in await status.list_service_statuses(db)], next=None)


def _entry(one: status.Status) -> ServiceEntry:
    place = f"/api/{one.name}"
    return ServiceEntry(**asdict(one), docs=f"{place}/docs", openapi=f"{place}/openapi.json")
