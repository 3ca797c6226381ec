"""Stores of counters."""
