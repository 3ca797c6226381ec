"""WordPress exports (WXR)."""

from sales_agent.adapters.site_readers.wordpress.exports import open_exports as open_sites

__all__ = ["open_sites"]
