"""Google's SDK behind our errors: connection, sign-in and what a refusal means."""

import json
from collections.abc import Mapping
from typing import Any

import google_auth_httplib2
import httplib2
from google.auth.exceptions import RefreshError, TransportError
from google.oauth2 import credentials, service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from sales_agent.ports.errors import Conflict, Fatal, NotFound, Retriable, Skippable, Unknown

SCOPES = ["https://www.googleapis.com/auth/calendar"]
SECONDS = 8
TOO_MANY, SERVER_ERROR = 429, 500
SLOW_DOWN = {"rateLimitExceeded", "userRateLimitExceeded"}
MEANING = {401: Fatal, 403: Fatal, 404: NotFound, 410: NotFound, 409: Conflict, 412: Conflict}
NO_ANSWER = (OSError, httplib2.HttpLib2Error)


def calendar_api(secret: Mapping[str, str]) -> Any:
    """Google Calendar v3.

    The secret holds `service_account` (JSON; `subject` is whom to act for), or `refresh_token` and its client.
    """
    base = secret.get("base_url", "").rstrip("/")
    http = google_auth_httplib2.AuthorizedHttp(_credentials(secret), http=httplib2.Http(timeout=SECONDS))
    options = {"api_endpoint": f"{base}/calendar/v3/"} if base else None
    return build("calendar", "v3", http=http, client_options=options, static_discovery=True, cache_discovery=False)


def read(request: Any) -> Any:
    """The answer to a request that changes nothing."""
    try:
        return request.execute()
    except HttpError as error:
        raise _meaning(error) from error
    except RefreshError as error:
        raise _disconnected() from error
    except (*NO_ANSWER, TransportError) as error:
        raise Retriable(f"Google Calendar cannot be reached: {type(error).__name__}") from error


def write(request: Any) -> Any:
    """The answer to a change; Unknown when it may have happened, Retriable when sign-in failed before it."""
    try:
        return request.execute()
    except HttpError as error:
        if error.status_code >= SERVER_ERROR:
            raise Unknown(f"Google Calendar failed with {error.status_code}") from error
        raise _meaning(error) from error
    except RefreshError as error:
        raise _disconnected() from error
    except TransportError as error:
        raise Retriable("Google's sign-in cannot be reached") from error
    except NO_ANSWER as error:
        raise Unknown(f"Google Calendar did not answer: {type(error).__name__}") from error


def _credentials(secret: Mapping[str, str]) -> Any:
    if secret.get("service_account"):
        made = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            json.loads(secret["service_account"]), scopes=SCOPES
        )
        return made.with_subject(secret["subject"]) if secret.get("subject") else made
    if not secret.get("refresh_token"):
        raise Fatal("Google Calendar is not connected: the secret holds neither service_account nor refresh_token")
    return credentials.Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=secret["refresh_token"],
        client_id=secret.get("client_id"),
        client_secret=secret.get("client_secret"),
        token_uri=secret.get("token_url", "https://oauth2.googleapis.com/token"),
        scopes=SCOPES,
    )


def _meaning(error: HttpError) -> Exception:
    details = error.error_details if isinstance(error.error_details, list) else []
    reason = next((one.get("reason", "") for one in details if isinstance(one, dict)), "")
    text = f"Google Calendar refused: {error.status_code} {reason}".strip()
    if error.status_code == TOO_MANY or error.status_code >= SERVER_ERROR or reason in SLOW_DOWN:
        return Retriable(text)
    return MEANING.get(error.status_code, Skippable)(text)


def _disconnected() -> Fatal:
    return Fatal("Google has withdrawn the connection: connect the calendar again")
