"""What can be wrong with what is asked about webhooks?"""

from collections.abc import Sequence

from services.kit.errors import BadRequest, FieldError, NotFound


class UnknownWebhook(NotFound):
    """No webhook of this id exists for this caller."""

    code, title = "unknown-webhook", "Unknown webhook"

    def __init__(self, webhook: str) -> None:
        super().__init__(f"No webhook '{webhook}' is known to you. List yours at /api/diagnostics/v1/webhooks.")


class UnknownDelivery(NotFound):
    """Nothing of this id was sent to this webhook and can be sent again."""

    code, title = "unknown-delivery", "Unknown delivery"

    def __init__(self, delivery: str) -> None:
        super().__init__(f"No '{delivery}' was delivered to this webhook or given up; list its deliveries.")


class WrongAddress(BadRequest):
    """Nothing is sent to this URL."""

    code, title = "wrong-address", "Nothing can be sent to this URL"

    def __init__(self, why: str) -> None:
        super().__init__(why, errors=[FieldError(field="url", detail=why)])


class WrongOwner(BadRequest):
    """The caller does not see as this viewer."""

    code, title = "wrong-owner", "You do not see as this viewer"

    def __init__(self, viewers: Sequence[str]) -> None:
        why = f"A webhook sees alerts as one of your viewers; name it: {', '.join(viewers) or 'you have none'}."
        super().__init__(why, errors=[FieldError(field="owner", detail=why)])
