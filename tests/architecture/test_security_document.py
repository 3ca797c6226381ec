"""Every threat in docs/security.md names a test that is there."""

import re

import pytest

from tests.architecture.template_rules import ROOT

ROWS = [
    line
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| threat")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_what_is_claimed_is_tested(row: str) -> None:
    named = re.findall(r"`(tests/[\w/.]+\.py)`", row.rsplit("|", 2)[1])
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_limits_it_names_exist() -> None:
    from sales_agent.domain.config import Limits

    named = set(re.findall(r"`limits\.(\w+)`", "\n".join(ROWS)))
    assert named == set(Limits.model_fields)
