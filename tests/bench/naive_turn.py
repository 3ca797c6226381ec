"""A chat turn as it is usually written: the yardstick of `turn_cost`.

Powertools' validating resolver, boto3's resource layer, the whole history read, sent and kept message by message, the
SDKs' typed calls.
"""

import json
from typing import Any
from uuid import uuid4

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from boto3.dynamodb.conditions import Key
from openai import OpenAI
from pinecone import Index
from pydantic import BaseModel

MODEL, EMBEDDER = "gpt-5-mini", "text-embedding-3-small"
INSTRUCTIONS = "You are a sales agent. Answer from the passages and cite them with [n]. " * 8


class Message(BaseModel):
    """The body."""

    message_id: str
    text: str


class NaiveTurn:
    """One conversation with the usual handler."""

    def __init__(self, model_url: str, index_url: str, key: str, event: dict[str, Any]) -> None:
        self._table = boto3.resource("dynamodb").Table("AgentTable")
        self._openai = OpenAI(api_key=key, base_url=model_url)
        self._index = Index(host=index_url, api_key=key)
        self._event, self._session = event, str(uuid4())
        self._app = APIGatewayRestResolver(enable_validation=True)
        self._app.post("/v1/sessions/<session_id>/messages")(self._take)
        self._handler = Logger(service="naive", level="ERROR").inject_lambda_context(self._app.resolve)

    def say(self, text: str, context: Any) -> None:
        """One turn. Raises RuntimeError when it is not answered."""
        body = json.dumps({"message_id": str(uuid4()), "text": text})
        event = {**self._event, "path": f"/v1/sessions/{self._session}/messages", "body": body}
        answer = self._handler(event, context)
        if answer["statusCode"] != 200:
            raise RuntimeError(answer["body"])

    def _take(self, session_id: str, message: Message) -> dict[str, Any]:
        history = self._table.query(KeyConditionExpression=Key("PK").eq(f"NAIVE#{session_id}"))["Items"]
        vector = self._openai.embeddings.create(model=EMBEDDER, input=message.text, dimensions=1536).data[0].embedding
        found = self._index.query(vector=vector, top_k=5, namespace="acme.sales_content", include_metadata=True)
        passages = "\n".join(f"[{n}] {(hit.metadata or {})['text']}" for n, hit in enumerate(found.matches, 1))
        past: Any = [{"role": item["role"], "content": item["content"]} for item in history]
        asked = {"role": "user", "content": f"{passages}\n\n{message.text}"}
        messages = [{"role": "system", "content": INSTRUCTIONS}, *past, asked]
        reply = self._openai.chat.completions.create(model=MODEL, messages=messages)
        text = reply.choices[0].message.content
        for place, (role, content) in enumerate((("user", message.text), ("assistant", text))):
            seq = f"M#{len(history) + place:08}"
            item = {"PK": f"NAIVE#{session_id}", "SK": seq, "role": role, "content": content}
            self._table.put_item(Item=item)
        self._table.put_item(Item={"PK": f"NAIVE#{session_id}", "SK": "A#META", "role": "system", "content": "open"})
        return {"message_id": message.message_id, "text": text}
