"""Free and taken ports of this machine."""

import socket


class CannotStart(Exception):
    """The laptop's system cannot start; the message says why and what to do."""


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def require_free(port: int, purpose: str, option: str) -> None:
    """Raises CannotStart when somebody already listens on `port`."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} for {purpose} is in use: stop what uses it, or choose another with {option}."
            ) from error
