"""Providers of tenants."""
