"""How does the demo run in a terminal?"""

from datetime import UTC, datetime, timedelta

from rich.console import Console

from deploy.commands import preflight
from deploy.demo.diary import Past
from deploy.layout import ADMINISTRATOR, BROKER_PORT, Layout
from deploy.port import free_port, is_free
from deploy.progress import Progress
from deploy.running import Platform, running
from deploy.state import Home


def run(*, port: int, fresh: bool, history_days: float, detail_hours: float, workers: int) -> None:
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
        layout = Layout(home, installation, port, broker_port, workers=workers)
        try:
            now = datetime.now(UTC)
            past = Past(now - timedelta(days=history_days), now, timedelta(hours=detail_hours))
            with running(layout, progress, past) as platform:
                _announce(progress, platform)
                platform.supervisor.watch()
        except KeyboardInterrupt:
            progress.console.print("Howdah is stopped. Its data stays in .howdah/ for the next start.")


def _announce(progress: Progress, platform: Platform) -> None:
    """Say in one block what a person needs next."""
    layout = platform.layout
    url = layout.caddy.url
    administrator = (ADMINISTRATOR, layout.vault.phrase(f"user-{ADMINISTRATOR}"), "may change everything")
    people = [*((one.user, one.password, one.details.name) for one in platform.people), administrator]
    logins = [f"{user:<16}[bold]{password}[/]  [dim]{about}[/]" for user, password, about in people]
    block = {
        "Dashboard": [f"[bold]{url}[/]"],
        "Sign in": logins,
        "API": [f"{url}/api/<service>/v1/…", f"[dim]to read, and to try with a token: {url}/api/telemetry/docs[/]"],
        "Broker": [f"mqtt://{layout.mosquitto.host}:{layout.broker_port}"],
        "Stop": ["Ctrl-C, or `howdah down` in another terminal; the data stays, FRESH=1 starts over"],
    }
    lines = [f"{'' if n else title:<11}{line}" for title, lines in block.items() for n, line in enumerate(lines)]
    progress.console.print(f"\n[bold green]Howdah is ready[/] after {progress.elapsed_s:.0f} s.\n")
    progress.console.print("\n".join(lines), soft_wrap=True)
    progress.console.print()
