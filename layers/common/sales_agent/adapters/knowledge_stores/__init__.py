"""Providers of knowledge stores."""
