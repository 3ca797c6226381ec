"""Providers of embedders."""
