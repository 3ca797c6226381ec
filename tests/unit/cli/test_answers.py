"""What the commands share."""

import threading

import pytest

from cli.answers import tracked

LONG = 10


def look_up(name: str) -> None:
    known: dict[str, str] = {}
    with tracked([name], "Looking", total=1, as_json=False) as looked:
        for one in looked:
            known[one]


def test_a_bar_ends_with_its_block_when_something_is_refused() -> None:
    before = set(threading.enumerate())
    with pytest.raises(KeyError) as refused:
        look_up("foo")
    mine = set(threading.enumerate()) - before
    for thread in mine:
        thread.join(LONG)
    assert not [thread for thread in mine if thread.is_alive()], refused
