"""What every vault promises."""

import json
from base64 import b64decode, b64encode
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from sales_agent.adapters.vaults.kms import KmsVault
from sales_agent.adapters.vaults.memory import MemoryVault
from sales_agent.ports.errors import Fatal, Retriable
from sales_agent.ports.vaults import Vault

CREDENTIALS = json.dumps({"refresh_token": "r" * 6000, "name": "Zoë"})


@pytest.fixture(params=["memory", "kms"])
def vault(request: pytest.FixtureRequest) -> Vault:
    return MemoryVault() if request.param == "memory" else request.getfixturevalue("kms_vault")


@pytest.fixture
def kms_vault(aws: None) -> KmsVault:
    return KmsVault(boto3.client("kms").create_key()["KeyMetadata"]["KeyId"])


def test_sealed_credentials_open_for_their_tenant_and_vendor(vault: Vault) -> None:
    sealed = vault.seal(CREDENTIALS, tenant="acme", vendor="zoho")
    assert vault.open(sealed, tenant="acme", vendor="zoho") == CREDENTIALS


@pytest.mark.parametrize(("tenant", "vendor"), [("rival", "zoho"), ("acme", "hubspot"), ("zoho", "acme")])
def test_they_open_for_nobody_else(vault: Vault, tenant: str, vendor: str) -> None:
    sealed = vault.seal(CREDENTIALS, tenant="acme", vendor="zoho")
    with pytest.raises(Fatal):
        vault.open(sealed, tenant=tenant, vendor=vendor)


@pytest.mark.parametrize("sealed", ["", "secret", "[]", "{}", '{"key": 1, "nonce": 2, "text": 3}'])
def test_what_was_never_sealed_does_not_open(vault: Vault, sealed: str) -> None:
    with pytest.raises(Fatal):
        vault.open(sealed, tenant="acme", vendor="zoho")


def test_a_ciphertext_shows_nothing_and_is_never_the_same(kms_vault: KmsVault) -> None:
    one, two = (kms_vault.seal("refresh-token-7", tenant="acme", vendor="zoho") for _ in range(2))
    assert one != two
    assert b"refresh-token-7" not in b64decode(json.loads(one)["text"])


def test_changed_or_mixed_ciphertexts_do_not_open(kms_vault: KmsVault) -> None:
    one, two = (json.loads(kms_vault.seal(name, tenant="acme", vendor="zoho")) for name in ("one", "two"))
    flipped = bytearray(b64decode(one["text"]))
    flipped[0] ^= 1
    for changed in ({"text": b64encode(flipped).decode()}, {"text": two["text"]}, {"key": two["key"]}):
        with pytest.raises(Fatal):
            kms_vault.open(json.dumps(one | changed), tenant="acme", vendor="zoho")


class Failing:
    """A KMS that answers every call with one error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def generate_data_key(self, **_: Any) -> Any:
        raise self._error


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (ClientError({"Error": {"Code": "ThrottlingException"}}, "GenerateDataKey"), Retriable),
        (ClientError({"Error": {"Code": "AccessDeniedException"}}, "GenerateDataKey"), Fatal),
        (ClientError({"Error": {"Code": "DisabledException"}}, "GenerateDataKey"), Fatal),
        (EndpointConnectionError(endpoint_url="https://kms"), Retriable),
    ],
)
def test_a_failing_kms_says_what_to_do(error: Exception, meaning: type[Exception]) -> None:
    with pytest.raises(meaning):
        KmsVault("key", Failing(error)).seal("text", tenant="acme", vendor="zoho")
