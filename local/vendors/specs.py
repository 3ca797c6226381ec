"""The vendors' own interface documents, if they lie beside the repository: third-party data, never part of it."""

import os
import re
from pathlib import Path

from werkzeug import Request, Response

from local.vendors.kit import Contract

BESIDE = Path(__file__).parents[3] / "shared" / "specs"
BEYOND = {
    "calendly": "The access token is invalid",  # an enum that is no list
    "google-calendar": r"/id: '\w+_\d{8}T\d{6}Z' does not match",  # the ids of a series' events
    "mailgun": r"mimetype not found: text/plain|b'.*' is not of type 'string'",  # "Forbidden"; files, read as bytes
    "msgraph-calendar": r"(onlineMeeting|recurrence): None|'@odata.etag' was unexpected",
    "openai": r"/embedding: '",  # base64, which the SDK asks for
    "sendgrid-mail": r"/help: None|custom_args: ",  # an object, says the reference
}
"""What the vendors really take and send, though their documents forbid it."""
UNREADABLE = {"mailgun": r"/messages\.mime$"}
"""Calls that openapi-core cannot read: a message/rfc822 part is no bytes to it."""
NEVER = "(?!)"


class VendorContract(Contract):
    """A vendor's own document: it speaks of its own calls, and not of what the vendor does beyond it."""

    def __init__(self, document: Path) -> None:
        super().__init__(document, partial=True)
        name = document.name.partition(".")[0]
        self._beyond, self._unreadable = re.compile(BEYOND.get(name, NEVER)), re.compile(UNREADABLE.get(name, NEVER))

    def lists(self, request: Request) -> bool:
        """Whether the document knows this path and method, and can judge it."""
        return not self._unreadable.search(request.path) and super().lists(request)

    def request_violation(self, request: Request) -> str | None:
        """What the request breaks, or None."""
        return self._left(super().request_violation(request))

    def reply_violation(self, request: Request, response: Response) -> str | None:
        """What the reply breaks, or None."""
        return self._left(super().reply_violation(request, response))

    def _left(self, why: str | None) -> str | None:
        broken = [part for part in (why or "").split("; ") if not self._beyond.search(part)]
        return "; ".join(broken) or None


def folder() -> Path:
    """Where the documents are looked for: ``VENDOR_SPECS``, else ``../shared/specs`` beside the repository."""
    return Path(os.environ.get("VENDOR_SPECS") or BESIDE)


def contracts(*names: str) -> list[Contract]:
    """The contracts called `names` that are present."""
    documents = [folder() / f"{name}.openapi.json" for name in names]
    return [VendorContract(document) for document in documents if document.is_file()]
