import re

import pytest

from sales_agent.domain.patterns import pattern


def test_it_finds_and_replaces_like_a_compiled_pattern() -> None:
    late, early = pattern(r"\bno(?P<rest>\w*)", re.IGNORECASE), re.compile(r"\bno(?P<rest>\w*)", re.IGNORECASE)
    text = "No, nothing is new."
    assert [each.groupdict() for each in late.finditer(text)] == [each.groupdict() for each in early.finditer(text)]
    assert late.sub("x", text) == early.sub("x", text)
    assert late.split(text) == early.split(text)
    assert (late.pattern, late.flags) == (early.pattern, early.flags)


def test_it_is_compiled_at_its_first_use() -> None:
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.search("")
