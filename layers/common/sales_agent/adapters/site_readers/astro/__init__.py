"""Astro projects, built or in source."""

from sales_agent.adapters.site_readers.astro.project import open_projects as open_sites

__all__ = ["open_sites"]
