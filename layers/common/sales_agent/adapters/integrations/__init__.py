"""Stores of integrations."""
