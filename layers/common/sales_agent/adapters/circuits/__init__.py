"""Stores of circuits."""
