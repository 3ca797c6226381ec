"""The demo company's site, in each of the three shapes it comes in, answers its questions without any vendor."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sales_agent.services.retrieve import Retrieve
from tests.asked_sites import SETTINGS, AskedSite, fits

SITE = Path(__file__).parents[3] / "local" / "site"
QUESTIONS: dict[str, Any] = yaml.safe_load((SITE / "questions.yaml").read_text())
HOME = "https://www.wrenandkettle.example"


@pytest.fixture(scope="module", params=["astro", "public", "wordpress-export.xml"])
def site(request: pytest.FixtureRequest) -> AskedSite:
    return AskedSite(SITE / request.param, HOME)


def test_every_page_comes_in(site: AskedSite) -> None:
    assert len(site.report.pages) >= 34
    assert (site.report.broken, site.report.failures) == ([], [])


@pytest.mark.parametrize("case", QUESTIONS["answerable"], ids=lambda case: case["question"])
def test_a_question_is_answered_from_the_right_page(site: AskedSite, case: dict[str, Any]) -> None:
    reply = site.answer(case["question"])
    assert reply.kind == "answer"
    assert fits(reply, case)


@pytest.mark.parametrize("case", QUESTIONS["closest"], ids=lambda case: case["question"])
def test_the_closest_is_not_called_an_answer(site: AskedSite, case: dict[str, Any]) -> None:
    reply = site.answer(case["question"])
    assert reply.kind == "closest"
    assert case["holds"] in reply.text
    assert case["never"] not in reply.text


@pytest.mark.parametrize("question", QUESTIONS["unanswerable"])
def test_what_the_site_does_not_say_is_declined(site: AskedSite, question: str) -> None:
    reply = site.answer(question)
    assert (reply.kind, reply.citations) == ("unknown", [])


def test_nothing_that_is_not_public_is_kept(site: AskedSite) -> None:
    secret = QUESTIONS["never"]
    found = Retrieve([site.library])("demo", f"What is the {secret}?", SETTINGS)
    assert secret not in str([match.passage for match in found.matches]).lower()
