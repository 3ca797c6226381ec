"""Providers of event buses."""
