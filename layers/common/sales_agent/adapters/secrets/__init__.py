"""Providers of secrets."""
