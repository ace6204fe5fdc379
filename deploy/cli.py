"""What can a person ask of the platform from a terminal?"""

import typer

app = typer.Typer(no_args_is_help=True)


def main() -> None:
    """Run the `howdah` command."""
    app()
