"""Bringing a website in."""

from pathlib import Path

from sales_agent.adapters.site_readers import open_site
from sales_agent.bootstrap.core import config
from sales_agent.bootstrap.knowledge import blobs, libraries
from sales_agent.ports.errors import Fatal
from sales_agent.services.ingest_drop import IngestDrop
from sales_agent.services.ingest_site import IngestSite


def ingest_site(tenant: str) -> IngestSite:
    """Brings a site into a tenant's libraries. Raises Fatal when there are none."""
    chosen, found = config(tenant), libraries(tenant)
    if not found:
        raise Fatal(
            "there is no knowledge store to bring the site into: a vendor's key or the embedded models are missing"
        )
    namespace = f"{tenant}.{chosen.vector_database.namespace}"
    return IngestSite(found, namespace, chosen.company.website)


def ingest_drop() -> IngestDrop:
    """Brings in a file of the drop folder."""
    return IngestDrop(blobs(), lambda path: open_site(Path(path)), ingest_site)
