"""What a queue promises those who work on it."""

import json
from typing import Any

import boto3
import pytest

from sales_agent.adapters.aws import aws_client
from sales_agent.adapters.queues.memory import MemoryQueue
from sales_agent.adapters.queues.sqs import LONGEST_SECONDS, SqsQueue
from sales_agent.ports.errors import Fatal
from sales_agent.ports.queues import Queue, QueueDepth


class Sqs:
    """A queue on moto whose messages are given up after one try."""

    def __init__(self) -> None:
        self._client: Any = boto3.client("sqs")
        self._dead = self._client.create_queue(QueueName="dead")["QueueUrl"]
        arn = self._client.get_queue_attributes(QueueUrl=self._dead, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
        self._url = self._client.create_queue(QueueName="crm", Attributes={"RedrivePolicy": policy})["QueueUrl"]
        self.queue = SqsQueue("crm")

    def put(self, text: str) -> None:
        self._client.send_message(QueueUrl=self._url, MessageBody=text)

    def give_up(self, text: str) -> None:
        self._client.send_message(QueueUrl=self._dead, MessageBody=text)

    def receive(self) -> list[tuple[str, str]]:
        found = self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [(message["Body"], message["ReceiptHandle"]) for message in found.get("Messages", [])]


class Memory:
    def __init__(self) -> None:
        self.queue = MemoryQueue()

    def put(self, text: str) -> None:
        self.queue.waiting.append(text)

    def give_up(self, text: str) -> None:
        self.queue.given_up.append(text)

    def receive(self) -> list[tuple[str, str]]:
        return [(text, text) for text in self.queue.waiting]


@pytest.fixture(params=["memory", "sqs"])
def service(request: pytest.FixtureRequest) -> Sqs | Memory:
    if request.param == "memory":
        return Memory()
    request.getfixturevalue("aws")
    return Sqs()


def test_given_up_messages_are_counted_and_come_back_as_they_were(service: Sqs | Memory) -> None:
    queue: Queue = service.queue
    service.put("first")
    for number in range(12):
        service.give_up(f"lost {number}")
    assert queue.depth() == QueueDepth(waiting=1, given_up=12)
    assert queue.redrive() == 12
    assert queue.depth() == QueueDepth(waiting=13)
    assert queue.redrive() == 0


def test_a_postponed_message_is_hidden(aws: None) -> None:
    service = Sqs()
    service.put("first")
    ((_, receipt),) = service.receive()
    service.queue.postpone(receipt, 300)
    assert service.queue.depth() == QueueDepth(hidden=1)
    service.queue.postpone(receipt, 10 * LONGEST_SECONDS)


def test_a_queue_that_is_not_there_is_named(aws: None) -> None:
    with pytest.raises(Fatal, match="nowhere"):
        SqsQueue("nowhere").depth()
    boto3.client("sqs").create_queue(QueueName="alone")
    with pytest.raises(Fatal, match="alone has no dead-letter queue"):
        SqsQueue("alone").redrive()
    assert aws_client("sqs")
