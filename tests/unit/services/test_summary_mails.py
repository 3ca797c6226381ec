"""What the customer reads, and what only the sales team reads."""

import re
from typing import Any

import pytest

from sales_agent.adapters.mime import mime
from sales_agent.domain.config import Company, ConversationSummaries, Email, Privacy, SalesAgentConfig
from sales_agent.domain.conversation import Consent
from sales_agent.domain.summarizing import Dossier, summarized
from sales_agent.ports.errors import Fatal
from sales_agent.ports.mailers import Mail
from sales_agent.services.mail_texts import LANGUAGES, phrases
from sales_agent.services.summary_mails import CUSTOMER, TEAM, SummaryMails
from tests.conftest import NOW
from tests.dossiers import CONFIG, SITE, TURNS, citation, dossier, meeting, profile, session, turn

STYLES = ["professional", "casual", "detailed"]


def config(**sections: Any) -> SalesAgentConfig:
    return CONFIG.model_copy(update=sections)


def mails(told: Dossier, chosen: SalesAgentConfig = CONFIG, **options: Any) -> dict[str, Mail]:
    summary = summarized(told, phrases(chosen.company.language), chosen.company.time_zone, NOW)
    return dict(SummaryMails(chosen, **options)(told, summary))


def styled(style: str) -> SalesAgentConfig:
    return config(conversation_summaries=ConversationSummaries.model_validate({"template_style": style}))


@pytest.mark.parametrize("style", STYLES)
def test_the_customer_reads_what_was_discussed_and_what_happens_next(style: str) -> None:
    mail = mails(dossier(appointments=[meeting()]), styled(style))[CUSTOMER]
    assert mail.recipient == "maria@acme.example"
    assert mail.reply_to == "sales@nordlicht.example"
    assert "Nordlicht Desks" in mail.subject
    for body in (mail.text, mail.html):
        for expected in ("What does the Lyra standing desk cost?", f"{SITE}/delivery", "Do you rent desks for events?"):
            assert expected in body
        assert "Europe/Vienna" in body
        assert "https://meet.example/abc" in body
        assert "AI assistant (Nora)" in body
        assert f"{SITE}/privacy" in body


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_customer_never_reads_what_is_for_sales(style: str, language: str) -> None:
    mail = mails(dossier(session=session(locale=f"{language}-XX")), styled(style))[CUSTOMER]
    internal = ["85", "$5k", "about 120 people", "by March", "utm", "spring", "news.example", "Get in touch"]
    for body in (mail.subject, mail.text, mail.html.split("</style>")[-1]):
        assert not [word for word in internal if word in re.sub(r"#[0-9a-f]{6}|\d+px|\d+%", "", body)]


@pytest.mark.parametrize("style", STYLES)
def test_the_team_reads_contact_qualification_source_and_next_steps(style: str) -> None:
    link = "https://staff.example/conversations/{session_id}"
    mail = mails(dossier(), styled(style), conversation_link=link)[TEAM]
    assert mail.recipient == "sales@nordlicht.example"
    assert mail.reply_to == "maria@acme.example"
    assert mail.subject == "Website lead: Maria Lopez (Acme GmbH): Lyra standing desk, Delivery and returns"
    expected = ["Maria Lopez", "maria@acme.example", "85 of 100", "around $5k", "Answer the open questions: 2."]
    expected += [f"{SITE}/?utm_source=news", "https://staff.example/conversations/s1"]
    expected += ["1 December 2026, 11:00 (CET)", "Do you rent desks for events?"]
    for body in (mail.text, mail.html):
        assert not [words for words in expected if words not in body]


@pytest.mark.parametrize(
    ("utm", "row"),
    [
        ({"utm_source": "news", "utm_campaign": "spring"}, "Campaign: spring\n"),
        ({"utm_source": "news", "utm_campaign": "spring", "utm_medium": "mail"}, "Campaign: spring, medium: mail\n"),
        ({"utm_source": "letter"}, "Campaign: source: letter\n"),
        ({"utm_source": "news"}, ""),
    ],
)
def test_where_a_lead_came_from_is_said_once(utm: dict[str, str], row: str) -> None:
    text = mails(dossier(session=session(utm=utm)))[TEAM].text
    assert "Lead source: news\n" in text
    assert row in text
    assert ("Campaign:" in text) == bool(row)


@pytest.mark.parametrize("style", ["professional", "detailed"])
def test_the_closest_is_said_to_be_only_that(style: str) -> None:
    mail = mails(dossier(), styled(style))[CUSTOMER]
    for body in (mail.text, mail.html):
        assert body.count("The closest we found:") == 1
        assert body.count("And how long is delivery to Austria?") == 2


@pytest.mark.parametrize(
    ("text", "purposes"),
    [
        ("Please don't contact me by e-mail", [TEAM]),
        ("I don't want to be contacted", [TEAM]),
        ("Please don't call me", [CUSTOMER, TEAM]),
    ],
)
def test_who_wants_no_mail_gets_none(text: str, purposes: list[str]) -> None:
    told = dossier(turns=[*TURNS, turn(6, text, "All right.", "smalltalk")])
    sent = mails(told)
    assert list(sent) == purposes
    assert bool(sent[TEAM].reply_to) == (CUSTOMER in purposes)
    assert ("Get in touch: maria@acme.example." in sent[TEAM].text) == (CUSTOMER in purposes)


@pytest.mark.parametrize(("style", "whole"), [("professional", True), ("casual", False), ("detailed", True)])
def test_the_team_reads_evidence_and_conversation_unless_it_is_casual(style: str, whole: bool) -> None:
    mail = mails(dossier(), styled(style))[TEAM]
    for body in (mail.text, mail.html):
        assert ("message 5" in body) == whole
        assert ("We are about 120 people" in body) == whole


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Still open"),
        ("de", "Noch offen"),
        ("es", "Pendiente"),
        ("fr", "Encore en suspens"),
        ("ja", "Still open"),
    ],
)
def test_the_customer_is_addressed_in_the_visitors_language(language: str, words: str) -> None:
    mail = mails(dossier(session=session(locale=f"{language}-XX")))[CUSTOMER]
    assert words in mail.html
    assert f'lang="{language}"' in mail.html


def test_among_friends_the_first_name_will_do() -> None:
    told = dossier(profile=profile(customer_name="Dr. Maria Lopez"))
    assert mails(told, styled("casual"))[CUSTOMER].text.startswith("Hi Maria!")
    assert mails(told)[CUSTOMER].text.startswith("Hello Dr. Maria Lopez,")


@pytest.mark.parametrize(
    ("chosen", "told", "purposes"),
    [
        (CONFIG, dossier(), [CUSTOMER, TEAM]),
        (CONFIG, dossier(profile=profile(email="")), [TEAM]),
        (config(conversation_summaries=ConversationSummaries(send_to_customer=False)), dossier(), [TEAM]),
        (config(conversation_summaries=ConversationSummaries(send_to_sales_team=False)), dossier(), [CUSTOMER]),
        (config(company=Company()), dossier(), [CUSTOMER]),
        (config(privacy=Privacy(consent_required=True)), dossier(), [TEAM]),
        (
            config(privacy=Privacy(consent_required=True)),
            dossier(session=session(consent=Consent(privacy=False, at=NOW))),
            [TEAM],
        ),
        (
            config(privacy=Privacy(consent_required=True)),
            dossier(session=session(consent=Consent(privacy=True, at=NOW))),
            [CUSTOMER, TEAM],
        ),
    ],
)
def test_nobody_is_mailed_who_should_not_be(chosen: SalesAgentConfig, told: Dossier, purposes: list[str]) -> None:
    assert list(mails(told, chosen)) == purposes


def test_each_member_of_the_team_gets_a_mail_with_a_key_of_its_own() -> None:
    team = ["a@nordlicht.example", "b@nordlicht.example", "a@nordlicht.example"]
    chosen = config(company=CONFIG.company.model_copy(update={"sales_team_emails": team}))
    summary = summarized(dossier(), phrases("en"), "UTC", NOW)
    sent = [mail for purpose, mail in SummaryMails(chosen)(dossier(), summary) if purpose == TEAM]
    again = [mail for purpose, mail in SummaryMails(chosen)(dossier(), summary) if purpose == TEAM]
    assert [mail.recipient for mail in sent] == team[:2]
    assert len({mail.mail_id for mail in sent}) == 2
    assert [mail.mail_id for mail in again] == [mail.mail_id for mail in sent]


def test_the_deployments_addresses_serve_where_none_are_configured() -> None:
    chosen = config(company=Company(name="Acme"), email=Email())
    sent = mails(dossier(), chosen, mail_from="bot@deploy.example", team=["ops@deploy.example"])
    assert sent[TEAM].recipient == "ops@deploy.example"
    assert sent[TEAM].sender == "Acme <bot@deploy.example>"


def test_without_a_sender_somebody_must_act() -> None:
    with pytest.raises(Fatal, match=r"email\.from_address"):
        mails(dossier(), config(email=Email()))


EVIL = '<script>alert(1)</script><img src="https://evil.example/?q=1">"\'><a href="javascript:alert(1)">x</a>'


@pytest.mark.parametrize("style", STYLES)
def test_nothing_a_visitor_or_a_page_says_becomes_markup(style: str) -> None:
    page = citation(1, f"Desks {EVIL}", "/x").model_copy(update={"url": "javascript:alert(1)"})
    told = dossier(
        turns=[turn(1, f"Price? {EVIL}", f"It is {EVIL} [1].", "answer", page), turn(2, EVIL, EVIL, "unknown")],
        profile=profile(customer_name=f"Maria {EVIL}", company=EVIL),
        session=session(utm={"utm_source": EVIL}, page_title=EVIL, document_referrer=EVIL),
    )
    for mail in mails(told, styled(style)).values():
        body = mail.html.split("</style>")[-1]
        assert "<script" not in body
        assert "<img" not in body
        assert set(re.findall(r'href="([^"]*)"', body)) <= {SITE, f"{SITE}/privacy"}
        assert "\n" not in mail.subject
        mime(mail)


def test_a_mail_loads_nothing_from_elsewhere() -> None:
    for mail in mails(dossier()).values():
        assert not re.findall(r"<(?:img|link|script|iframe)|url\(|@import|src=", mail.html)
