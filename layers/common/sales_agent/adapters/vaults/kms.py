"""Credentials under AWS KMS: the key encrypts, tenant and vendor are the encryption context.

A ciphertext opens only with the same context, and CloudTrail shows who asked for which
(https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html). Credentials may be larger than the 4,096
bytes that KMS takes at once: they are encrypted with AES-256-GCM under a data key that travels along (an envelope).
"""

import json
import os
from base64 import b64decode, b64encode
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sales_agent.adapters.aws import aws_client
from sales_agent.ports.errors import Fatal, Retriable
from sales_agent.ports.vaults import Vault

NONCE_BYTES = 12
PARTS = ("key", "nonce", "text")
PASSING = {
    "ThrottlingException",
    "LimitExceededException",
    "DependencyTimeoutException",
    "KMSInternalException",
    "KeyUnavailableException",
    "ServiceUnavailable",
}


class KmsVault(Vault):
    """Seals with a fresh data key each time."""

    def __init__(self, key_id: str, client: Any = None) -> None:
        self._key_id = key_id
        self._given = client

    def seal(self, text: str, *, tenant: str, vendor: str) -> str:
        context = _context(tenant, vendor)
        key = self._kms("generate_data_key", KeyId=self._key_id, KeySpec="AES_256", EncryptionContext=context)
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(key["Plaintext"]).encrypt(nonce, text.encode(), _bytes(context))
        parts = {"key": key["CiphertextBlob"], "nonce": nonce, "text": sealed}
        return json.dumps({name: b64encode(value).decode() for name, value in parts.items()})

    def open(self, sealed: str, *, tenant: str, vendor: str) -> str:
        context, parts = _context(tenant, vendor), _parts(sealed)
        key = self._kms("decrypt", CiphertextBlob=parts["key"], EncryptionContext=context)
        try:
            return AESGCM(key["Plaintext"]).decrypt(parts["nonce"], parts["text"], _bytes(context)).decode()
        except InvalidTag as error:
            raise Fatal("these credentials were sealed for another tenant or vendor") from error

    def _kms(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._given or aws_client("kms"), operation)(**arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "InvalidCiphertextException":
                raise Fatal("these credentials were sealed for another tenant or vendor") from error
            raise (Retriable if code in PASSING else Fatal)(f"KMS: {code}") from error
        except BotoCoreError as error:
            raise Retriable("KMS cannot be reached") from error


def _parts(sealed: str) -> dict[str, bytes]:
    try:
        parts = {name: b64decode(value) for name, value in json.loads(sealed).items()}
        return {name: parts[name] for name in PARTS}
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise Fatal("these are no sealed credentials") from error


def _context(tenant: str, vendor: str) -> dict[str, str]:
    return {"tenant": tenant, "vendor": vendor}


def _bytes(context: dict[str, str]) -> bytes:
    return json.dumps(context, sort_keys=True).encode()
