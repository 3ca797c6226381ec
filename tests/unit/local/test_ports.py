import socket

import pytest

from local.ports import CannotStart, free_port, require_free


def test_a_taken_port_is_explained_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} for the pages is in use: .* with --port"):
            require_free(port, "the pages", "--port")


def test_a_free_port_is_fine() -> None:
    require_free(free_port(), "the pages", "--port")
