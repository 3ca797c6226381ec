"""Stores of CRM links."""
