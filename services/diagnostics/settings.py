"""What does the diagnostics service need to be told at start?"""

from pathlib import Path

from pydantic import Field

from services.kit.settings import Settings


class DiagnosticsSettings(Settings):
    """How often machines are examined and diagnosed, how much of the time that may take, and where webhooks may go."""

    examine_every_s: float = Field(60.0, gt=0, description="a machine with newer data is examined again after this")
    examine_pause_s: float = Field(5.0, gt=0, description="the pause when no machine is due")
    examine_share: float = Field(0.25, gt=0, le=1, description="the share of time spent examining, at most")
    diagnose_every_s: float = Field(300.0, gt=0, description="a machine with newer data is diagnosed again after this")
    diagnose_pause_s: float = Field(10.0, gt=0, description="the pause when no machine is to be diagnosed")
    diagnose_share: float = Field(0.2, gt=0, le=1, description="the share of time spent diagnosing, at most")
    challenge_behind_h: int = Field(72, ge=1, description="a challenger judges hours that ended so many hours ago")
    challenge_pause_s: float = Field(60.0, gt=0, description="the pause when a challenger has nothing to judge")
    challenge_share: float = Field(0.1, gt=0, le=1, description="the share of time challengers judge in, at most")
    webhook_internal_hosts: frozenset[str] = Field(
        frozenset(), description="hosts within the own network that webhooks may go to, also without TLS, as JSON"
    )
    webhook_ca_file: Path | None = Field(
        None, description="PEM of authorities that webhooks trust besides the public ones"
    )
    webhook_timeout_s: float = Field(15.0, gt=0, le=30, description="how long a receiver has to answer")
    webhook_pause_s: float = Field(2.0, gt=0, description="the pause when nothing is to be sent")
