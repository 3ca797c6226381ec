import requests

from local.system import System


def test_health_answers_through_the_gateway(running: System) -> None:
    reply = requests.get(f"{running.stack.api_url}/v1/health", timeout=60)
    assert (reply.status_code, reply.json()["status"]) == (200, "ok")


def test_the_browser_may_ask_first(running: System, site_url: str) -> None:
    asked = {"Origin": site_url, "Access-Control-Request-Method": "POST"}
    reply = requests.options(f"{running.stack.api_url}/v1/sessions", headers=asked, timeout=60)
    assert reply.status_code == 204
    assert reply.headers["Access-Control-Allow-Origin"] == site_url


def test_staff_routes_want_a_signature(running: System) -> None:
    assert requests.get(f"{running.stack.api_url}/v1/reports/funnel", timeout=60).status_code == 403


def test_the_interface_describes_itself(running: System) -> None:
    reply = requests.get(f"{running.stack.api_url}/v1/openapi.json", timeout=60)
    assert reply.status_code == 200
    assert "/v1/sessions/{id}/messages" in reply.json()["paths"]


def test_a_malformed_body_is_a_problem_on_the_deployed_stack_too(running: System) -> None:
    for body in (b"{", b"[" * 30_000, b"\xff\xfe", b""):
        reply = requests.post(f"{running.stack.api_url}/v1/sessions", data=body, timeout=60)
        assert (reply.status_code, reply.json()["field"]) == (422, "body")
