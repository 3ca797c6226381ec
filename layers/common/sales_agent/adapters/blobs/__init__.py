"""Providers of blobs."""
