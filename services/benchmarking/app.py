"""Where do machines stand among comparable ones, and why?"""

from services.benchmarking.release import route as release
from services.benchmarking.release.worker import keep_releases
from services.benchmarking.settings import BenchmarkingSettings
from services.benchmarking.standing import route as standing
from services.benchmarking.week.worker import keep_weeks
from services.kit.app import service

app = service(__name__, settings=BenchmarkingSettings, workers=[keep_weeks, keep_releases])
for routes in (standing, release):
    app.include_router(routes.router)
