"""How does the one public door start, and which service stands behind which path?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from deploy.account import write_private
from deploy.child import Program
from deploy.port import is_open
from deploy.servers.server import Server

DASHBOARD = "dashboard"

_TEMPLATE = Path(__file__).parents[1] / "caddy/Caddyfile"
_SERVICE = """
	handle_path /api/{name}/* {{
		import inside {upstream}
	}}
"""


@dataclass(frozen=True)
class Caddy(Server):
    """Caddy on the loopback address: `/api/<service>/…` goes to each service, everything else to the dashboard."""

    upstreams: Mapping[str, str]

    @property
    def url(self) -> str:
        """The address that people and programs use."""
        return f"http://{self.host}:{self.port}"

    def prepare(self) -> Program:
        """Return how to run Caddy, with its rules written."""
        rules = self.folder / "Caddyfile"
        write_private(rules, render(self.upstreams, host=self.host, port=self.port), self.account)
        return Program(
            name="caddy",
            command=(
                str(self.installation.program("caddy")),
                "run",
                f"--config={rules}",
                "--adapter=caddyfile",
            ),
            log=self.folder / "caddy.log",
            ready=lambda: is_open(self.port),
            env={"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)},
            account=self.account,
        )


def render(upstreams: Mapping[str, str], *, host: str, port: int) -> str:
    """Return Caddy's rules for services by name, each with its `host:port`."""
    services = "".join(_SERVICE.format(name=name, upstream=upstreams[name]) for name in sorted(upstreams))
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(host=host, port=port, services=services, dashboard=upstreams.get(DASHBOARD, f"{host}:9"))
