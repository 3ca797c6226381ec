"""Reading app.yaml: the user's schema as it stands, and errors that name the line."""

import pytest

from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.config_file import ConfigError, read_config

AS_REQUIRED = """
sales_agent:
  page_tracking:
    enabled: true
    track_utm_parameters: true
    track_referrer_domain: true
  profile_capture:
    required_fields:
      - customer_name
      - email
    optional_fields:
      - phone
      - company
      - industry
  vector_database:
    provider: "pinecone"  # pinecone, pgvector
    namespace: "sales_content"
    similarity_threshold: 0.7
    max_results: 5
  conversation_summaries:
    auto_generate: true
    email_enabled: true
    send_to_customer: true
    send_to_sales_team: true
    template_style: "professional"  # professional, casual, detailed
  appointment_scheduling:
    enabled: true
    calendar_provider: "google"  # google, calendly, outlook
    default_duration: 30  # minutes
    advance_booking_days: 14
    timezone_handling: "auto_detect"
  crm_integration:
    zoho:
      enabled: false
      api_domain: "www.zohoapis.com"
    salesforce:
      enabled: false
      sandbox_mode: true
    hubspot:
      enabled: false
      portal_id: null
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_config(text)
    return caught.value.problems


def test_the_documented_file_is_read() -> None:
    config = read_config(AS_REQUIRED)
    assert config.vector_database.similarity_threshold == 0.7
    assert config.appointment_scheduling.calendar_provider == "google"
    assert config.crm_integration.enabled == {}


@pytest.mark.parametrize("text", ["", "sales_agent: {}", "# only a comment"])
def test_an_empty_file_means_the_defaults(text: str) -> None:
    assert read_config(text) == SalesAgentConfig()


def test_an_unknown_key_is_named_with_its_line() -> None:
    text = AS_REQUIRED.replace("max_results", "max_result")
    assert problems(text) == ["line 19: sales_agent.vector_database.max_result: is not a known setting"]


def test_every_mistake_is_reported_at_once() -> None:
    text = AS_REQUIRED.replace("0.7", "7").replace("default_duration: 30", "default_duration: soon")
    found = problems(text)
    assert [problem.split(":")[0] for problem in found] == ["line 18", "line 29"]


def test_a_wrong_item_of_a_list_is_named_with_its_own_line() -> None:
    assert problems(AS_REQUIRED.replace("- industry", "- In Dustry"))[0].startswith(
        "line 14: sales_agent.profile_capture.optional_fields.2:"
    )


def test_a_repeated_key_is_an_error() -> None:
    text = "sales_agent:\n  privacy: {}\n  privacy: {}\n"
    assert problems(text) == ["line 3: sales_agent.privacy: stands there twice"]


@pytest.mark.parametrize("text", ["sales_agent: [", "a: b: c", "sales_agent:\n\t- x"])
def test_broken_yaml_is_explained(text: str) -> None:
    assert "not valid YAML" in problems(text)[0]


@pytest.mark.parametrize("text", ["- 1", "just words", "sales_agent: 3"])
def test_yaml_of_another_shape_is_explained(text: str) -> None:
    assert problems(text)[0].startswith("line 1:")


def test_an_unknown_time_zone_is_explained() -> None:
    assert "IANA time zone" in problems("sales_agent:\n  company:\n    time_zone: Mars/Olympus\n")[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("sales_agent:\n  company:\n    site_keys: &a [x, *a]\n", "line 3: not valid YAML: aliases"),
        ("sales_agent:\n  company: {name: &n Acme}\n  email: {from_name: *n}\n", "line 3: not valid YAML: aliases"),
        ("sales_agent:\n  company: {name: \x01}\n", "line 2: not valid YAML: special characters"),
        ('sales_agent:\n  company:\n    site_keys: [""]\n', "line 3: sales_agent.company.site_keys.0"),
        ("sales_agent:\n  company:\n    website: not a url\n", "line 3: sales_agent.company.website"),
        ("sales_agent:\n  company:\n    phone_region: ZZ\n", "line 3: sales_agent.company.phone_region: is no region"),
        ("sales_agent:\n  email: 5\n", "line 2: sales_agent.email: should be a section"),
    ],
)
def test_what_cannot_work_is_named_with_its_line(text: str, problem: str) -> None:
    (found,) = problems(text)
    assert found.startswith(problem)
