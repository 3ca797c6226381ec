"""Stores of summaries."""
