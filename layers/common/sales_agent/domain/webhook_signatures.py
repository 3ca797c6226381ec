"""Is a webhook the vendor's own, and fresh? Each vendor signs the raw body in its own way."""

import hmac
from collections.abc import Sequence
from datetime import datetime

CALENDLY_SECONDS = 180


def calendly_signature_is_good(header: str, body: bytes, keys: Sequence[str], now: datetime) -> bool:
    """Checks `Calendly-Webhook-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 of `t.body`, at most three minutes old.

    Any of the keys may have signed, so that a key can be changed. See Calendly's "Webhook signatures".
    """
    parts = dict(part.strip().split("=", 1) for part in header.split(",") if "=" in part)
    sent, signature = parts.get("t", ""), parts.get("v1", "")
    if not (sent.isascii() and sent.isdecimal()) or abs(now.timestamp() - int(sent)) > CALENDLY_SECONDS:
        return False
    wanted = [hmac.new(key.encode(), f"{sent}.".encode() + body, "sha256").hexdigest() for key in keys if key]
    return any(hmac.compare_digest(one.encode(), signature.encode()) for one in wanted)
