"""How does a receiver know that a webhook comes from here and was not altered?"""

import base64
import hashlib
import hmac
import secrets

_PREFIX = "whsec_"
_KEY_BYTES = 32


def new_secret() -> str:
    """Return a secret as Standard Webhooks 1.0 writes it: `whsec_` and base64 of random bytes."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def headers(secret: str, message: str, timestamp_s: int, body: bytes) -> dict[str, str]:
    """Return the headers of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message}.{timestamp_s}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "content-type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": f"v1,{signature}",
    }
