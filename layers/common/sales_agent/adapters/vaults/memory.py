"""A vault that hides nothing: for tests and for the laptop without KMS."""

import json

from sales_agent.ports.errors import Fatal
from sales_agent.ports.vaults import Vault


class MemoryVault(Vault):
    """Only checks tenant and vendor."""

    def seal(self, text: str, *, tenant: str, vendor: str) -> str:
        return json.dumps([tenant, vendor, text])

    def open(self, sealed: str, *, tenant: str, vendor: str) -> str:
        try:
            owner, whose, text = json.loads(sealed)
        except ValueError as error:
            raise Fatal("these are no sealed credentials") from error
        if (owner, whose) != (tenant, vendor):
            raise Fatal("these credentials were sealed for another tenant or vendor")
        return str(text)
