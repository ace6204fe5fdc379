"""How does the demo run in a terminal?"""

from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from deploy.commands import preflight
from deploy.demo.history import Span
from deploy.layout import ADMINISTRATOR, BROKER_PORT, Layout
from deploy.port import free_port, is_free
from deploy.progress import Progress
from deploy.running import Platform, running
from deploy.state import Home


def run(*, port: int, fresh: bool, history_days: float) -> None:
    """Run the platform until Ctrl-C."""
    home = Home.of_project()
    progress = Progress(Console(highlight=False))
    with home.held():
        installation = preflight.find_servers()
        preflight.check_port(port)
        preflight.check_disk(home)
        if fresh:
            home.clear()
        broker_port = BROKER_PORT if is_free(BROKER_PORT) else free_port()
        layout = Layout(home, installation, port, broker_port)
        try:
            now = datetime.now(UTC)
            with running(layout, progress, Span(now - timedelta(days=history_days), now)) as platform:
                _announce(progress, platform)
                platform.supervisor.watch()
        except KeyboardInterrupt:
            progress.console.print("Howdah is stopped. Its data stays in .howdah/ for the next start.")


def _announce(progress: Progress, platform: Platform) -> None:
    url = platform.layout.caddy.url
    table = Table.grid(padding=(0, 2))
    table.add_row("Dashboard", f"[bold]{url}[/]")
    for number, person in enumerate(platform.people):
        heading = "" if number else "Sign in as"
        table.add_row(heading, person.user, f"[bold]{person.password}[/]", person.details.name)
    secret = platform.layout.vault.phrase(f"user-{ADMINISTRATOR}")
    table.add_row("", ADMINISTRATOR, f"[bold]{secret}[/]", "may change everything")
    table.add_row("API", f"{url}/api/<service>/v1/", "", f"to read and try: {url}/api/telemetry/docs")
    table.add_row("Broker", f"mqtt://127.0.0.1:{platform.layout.broker_port}", "", "MQTT 5, QoS 1")
    table.add_row("Stop", "Ctrl-C, or `howdah down` in another terminal")
    progress.console.print(f"\n[bold green]Howdah is ready[/] after {progress.elapsed_s:.0f} s.\n")
    progress.console.print(table)
    progress.console.print()
