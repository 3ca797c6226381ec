"""Stores of comparisons with CRMs."""
