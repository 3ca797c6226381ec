"""Providers of schedulers."""
