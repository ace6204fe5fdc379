"""How does a service come to be from the terminal?"""

from rich.console import Console

from deploy import scaffold
from deploy.state import PROJECT


def run(name: str) -> None:
    """Make the service, and say what to do next."""
    console = Console(highlight=False)
    files = scaffold.create(name)
    for file in files:
        console.print(f"  [green]✓[/] {file.relative_to(PROJECT)}")
    folder = f"services/{name.replace('-', '_')}"
    console.print(f"\n{name} runs with the next `make demo`, at /api/{name}/docs.")
    console.print(f"Give it its question in {folder}/app.py; docs/add-a-service.md walks through one.")
