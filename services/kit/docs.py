"""Where does a developer read and try a service's API without anything from outside?"""

from html import escape

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

# The files are served by the dashboard, the one service that has a browser for a client.
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} API</title>
<link rel="stylesheet" href="/assets/swagger-ui.css">
</head>
<body>
<p class="wrapper">To try a route: let <a href="/api/registry/docs">the registry</a> give you a token (POST /v1/tokens,
with a user name and password, or an API key of <a href="/access">Access</a>), press Authorize here, and paste it.
It holds for a quarter of an hour.</p>
<div id="api" data-document="{document}"></div>
<noscript>This page needs JavaScript; the document itself is at <a href="{document}">{document}</a>.</noscript>
<script src="/assets/swagger-ui-bundle.js"></script>
<script type="module" src="/assets/api-docs.js"></script>
</body>
</html>
"""


@router.get("/docs", summary="Documentation", description="The API, to read and to try.")
async def docs(request: Request) -> HTMLResponse:
    document = f"/api/{request.app.title}/openapi.json"
    return HTMLResponse(_PAGE.format(title=escape(request.app.title), document=escape(document)))
