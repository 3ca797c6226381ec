"""Mail through Amazon SES, as raw messages, so that invitations reach calendars whole.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from sales_agent.adapters.aws import new_client
from sales_agent.adapters.mime import mailbox, mime
from sales_agent.ports.errors import Fatal, Retriable, Skippable, Unknown
from sales_agent.ports.mailers import Mail, Mailer

BUSY = {"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling", "ServiceUnavailable"}
ABOUT_THE_MAIL = {"MessageRejected", "BadRequestException"}
SERVER_ERROR = 500
NOT_IN_A_TAG = re.compile(r"[^A-Za-z0-9_-]")


class SesMailer(Mailer):
    """SES in this account and region. It takes no key against repeats: the SDK's own retries are off."""

    def __init__(
        self, configuration_set: str = "", secret: Mapping[str, str] | None = None, client: Any = None
    ) -> None:
        self._configuration_set = configuration_set
        self._endpoint = (secret or {}).get("base_url")
        self._given = client

    @cached_property
    def _client(self) -> Any:
        limits: dict[str, Any] = {"connect_timeout": 2, "read_timeout": 10, "retries": {"total_max_attempts": 1}}
        return self._given or new_client("sesv2", endpoint_url=self._endpoint, **limits)

    def send(self, mail: Mail) -> str:
        request: dict[str, Any] = {
            "FromEmailAddress": mailbox(mail.sender).addr_spec,
            "Content": {"Raw": {"Data": mime(mail).as_bytes()}},
            "Destination": {"ToAddresses": [mailbox(mail.recipient).addr_spec]},
            "EmailTags": _tags(mail),
        }
        if self._configuration_set:
            request["ConfigurationSetName"] = self._configuration_set
        try:
            return str(self._client.send_email(**request)["MessageId"])
        except ClientError as error:
            raise _refusal(error) from error
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise Retriable("SES cannot be reached") from error
        except BotoCoreError as error:
            raise _silence(error) from error


def _tags(mail: Mail) -> list[dict[str, str]]:
    values = {"mail_id": mail.mail_id, "tenant": mail.tenant, "session_id": mail.session_id}
    return [{"Name": name, "Value": NOT_IN_A_TAG.sub("-", value)} for name, value in values.items() if value]


def _refusal(error: ClientError) -> Exception:
    code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    text = f"SES: {code}"
    if code in BUSY:
        return Retriable(text)
    if code in ABOUT_THE_MAIL and "not verified" not in message:
        return Skippable(text)
    failed = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= SERVER_ERROR
    return Unknown(text) if failed else Fatal(f"{text}: {_setting(message)}")


def _setting(message: str) -> str:
    return "an identity is not verified" if "not verified" in message else "see the account's sending settings"


def _silence(error: BotoCoreError) -> Exception:
    """Without credentials nothing was sent; without an answer nobody knows."""
    name = type(error).__name__
    return Fatal(f"SES: {name}") if "Credential" in name or "Region" in name else Unknown(f"SES did not answer: {name}")
