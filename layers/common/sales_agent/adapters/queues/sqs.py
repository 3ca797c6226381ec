"""Queues in Amazon SQS."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sales_agent.adapters.aws import aws_client
from sales_agent.ports.errors import Fatal, Retriable
from sales_agent.ports.queues import Queue, QueueDepth

LONGEST_SECONDS = 43_200 - 900
"""A message may be hidden for twelve hours from when it was received; the rest is for the run that received it."""
COUNTS = {"waiting": "ApproximateNumberOfMessages", "hidden": "ApproximateNumberOfMessagesNotVisible"}
PASSING = {"RequestThrottled", "ThrottlingException", "ServiceUnavailable", "InternalError", "InternalFailure"}


class SqsQueue(Queue):
    """The queue of this name; its dead letters are where its redrive policy says."""

    def __init__(self, name: str, client: Any = None) -> None:
        self._name = name
        self._given = client

    def postpone(self, receipt: str, seconds: int) -> None:
        hidden = min(seconds, LONGEST_SECONDS)
        self._sqs("change_message_visibility", QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=hidden)

    def depth(self) -> QueueDepth:
        here, there = self._attributes(self._url), self._attributes(self._dead_letters)
        given_up = sum(int(there[name]) for name in COUNTS.values())
        return QueueDepth(given_up=given_up, **{ours: int(here[theirs]) for ours, theirs in COUNTS.items()})

    def redrive(self) -> int:
        moved = 0
        while messages := self._given_up():
            for message in messages:
                self._sqs("send_message", QueueUrl=self._url, MessageBody=message["Body"])
                receipt = message["ReceiptHandle"]
                self._sqs("delete_message", QueueUrl=self._dead_letters, ReceiptHandle=receipt)
            moved += len(messages)
        return moved

    def _given_up(self) -> list[dict[str, Any]]:
        reply = self._sqs(
            "receive_message",
            QueueUrl=self._dead_letters,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=1,
            VisibilityTimeout=60,
        )
        return list(reply.get("Messages", []))

    @cached_property
    def _url(self) -> str:
        return str(self._sqs("get_queue_url", QueueName=self._name)["QueueUrl"])

    @cached_property
    def _dead_letters(self) -> str:
        policy = json.loads(self._attributes(self._url).get("RedrivePolicy", "{}"))
        name = str(policy.get("deadLetterTargetArn", "")).rpartition(":")[2]
        if not name:
            raise Fatal(f"the queue {self._name} has no dead-letter queue")
        return str(self._sqs("get_queue_url", QueueName=name)["QueueUrl"])

    def _attributes(self, url: str) -> Mapping[str, str]:
        attributes: Mapping[str, str] = self._sqs("get_queue_attributes", QueueUrl=url, AttributeNames=["All"])[
            "Attributes"
        ]
        return attributes

    def _sqs(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._given or aws_client("sqs"), operation)(**arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            raise (Retriable if code in PASSING else Fatal)(f"SQS, {self._name}: {code}") from error
        except BotoCoreError as error:
            raise Retriable(f"SQS cannot be reached: {type(error).__name__}") from error
