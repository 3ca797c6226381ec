"""Errors named by what to do next.

SalesAgentError
├── Retriable      try again later: time-out, 429, 5xx, lock held
├── Fatal          a person must act: bad credentials, disconnected account, refused configuration
├── Skippable      this item cannot ever work, go on with the next and report it
├── Unknown        the call may have acted: look before repeating it
├── Locked         this item cannot be had just now, the others can
├── NotFound       there is no such thing (for this tenant and session)
├── Conflict       the state moved on: reload, or answer 409
├── Gone           it was there and has ended: closed session, expired offer
├── Refused        the input is wrong; `field` names which one
├── Unauthorized   the caller does not prove who it is
├── Forbidden      the caller may not do this
└── TooMany        a limit is reached; `retry_after` in seconds
"""


class SalesAgentError(Exception):
    """Base of every error the product raises on purpose."""


class Retriable(SalesAgentError):
    """It may work later; `retry_after` is the wait in seconds the vendor asked for, if any."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Fatal(SalesAgentError):
    """It will not work until a person changes something outside."""


class Skippable(SalesAgentError):
    """This one item can never work; the others can."""


class Unknown(Retriable):
    """The vendor did not answer: the effect may or may not have happened. Look it up before repeating it."""


class Locked(Retriable):
    """This one item cannot be had just now; the vendor is there, and the others can."""


class NotFound(SalesAgentError):
    """There is no such thing for this caller."""


class Conflict(SalesAgentError):
    """Another write came first, or the same key was used for something else."""


class Gone(SalesAgentError):
    """It existed and is over."""


class Refused(SalesAgentError):
    """The input is wrong; `field` is the dotted name of the offending part."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Unauthorized(SalesAgentError):
    """There is no valid proof of who is calling."""


class Forbidden(SalesAgentError):
    """The caller is known and may not do this."""


class TooMany(SalesAgentError):
    """A limit is reached; try again after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
