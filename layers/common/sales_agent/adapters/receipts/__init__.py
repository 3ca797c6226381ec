"""Providers of receipts."""
