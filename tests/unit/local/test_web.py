from typing import Any

import pytest
from flask.testing import FlaskClient

from local.web import pages


@pytest.fixture
def client() -> FlaskClient:
    config = {"api": "http://localhost:1/api", "site_key": "key"}
    return pages(config, {"mails": lambda: [{"id": "1", "subject": "Hello"}]}).test_client()


def test_pages_learn_where_the_api_is(client: FlaskClient) -> None:
    assert client.get("/config.json").json == {"api": "http://localhost:1/api", "site_key": "key"}


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("/", "Wren &amp; Kettle"),
        ("/pricing/", "<title>"),
        ("/_local/", "<title>"),
        ("/_local/mail.html", "<title>"),
        ("/_local/embed.js", "/widget/sales-agent.js"),
        ("/widget/sales-agent.js", "sales-agent"),
    ],
)
def test_company_console_and_widget_are_served(client: FlaskClient, path: str, holds: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert holds in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/_local/", "/pricing/"])
def test_a_folder_without_its_slash_leads_to_it(client: FlaskClient, path: str) -> None:
    assert client.get(path.rstrip("/")).headers["Location"].endswith(path)


@pytest.mark.parametrize(("path", "status"), [("/_local/api/mails", 200), ("/_local/api/else", 404)])
def test_records_are_read_at_each_call(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("path", ["/nope", "/../pyproject.toml", "/_local/../web.py", "/widget/%2e%2e/template.yaml"])
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    reply: Any = client.get(path)
    assert reply.status_code == 404
