"""Blobs in an S3 bucket. A tag is the object's ETag; writes are conditional (If-Match, If-None-Match).

Who reads must be allowed to list the bucket too: else S3 answers 403 for a missing object, which here is a refusal.
"""

from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sales_agent.adapters.aws import aws_client
from sales_agent.ports.blobs import Blobs
from sales_agent.ports.errors import Conflict, Fatal, NotFound, Retriable, SalesAgentError

CHUNK = 1 << 20
NOT_MODIFIED = 304
MISSING = 404
CHANGED = (409, 412)


class S3Blobs(Blobs):
    """Objects of one bucket."""

    def __init__(self, bucket: str, client: Any = None) -> None:
        self._bucket = bucket
        self._given = client

    @property
    def _client(self) -> Any:
        return self._given or aws_client("s3")

    def download(self, key: str, target: Path, *, unless: str = "") -> str | None:
        condition = {"IfNoneMatch": unless} if unless else {}
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key, **condition)
            with target.open("wb") as file:
                for chunk in found["Body"].iter_chunks(CHUNK):
                    file.write(chunk)
        except ClientError as error:
            if _status(error) == NOT_MODIFIED:
                return None
            raise NotFound(key) if _status(error) == MISSING else _failure(error) from error
        except BotoCoreError as error:
            raise Retriable(f"S3 cannot be reached: {error}") from error
        return str(found["ETag"])

    def upload(self, key: str, source: Path, *, expected: str) -> str:
        condition = {"IfMatch": expected} if expected else {"IfNoneMatch": "*"}
        try:
            with source.open("rb") as file:
                return str(self._client.put_object(Bucket=self._bucket, Key=key, Body=file, **condition)["ETag"])
        except ClientError as error:
            if _status(error) in CHANGED or (expected and _status(error) == MISSING):
                raise Conflict(f"{key} was replaced meanwhile") from error
            raise _failure(error) from error
        except BotoCoreError as error:
            raise Retriable(f"S3 cannot be reached: {error}") from error


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


def _failure(error: ClientError) -> SalesAgentError:
    message = f"S3: {error.response['Error']['Code']}"
    return Retriable(message) if _status(error) >= 500 or _status(error) == 429 else Fatal(message)  # noqa: PLR2004
