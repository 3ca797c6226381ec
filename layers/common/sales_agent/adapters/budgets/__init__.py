"""Stores of budgets."""
