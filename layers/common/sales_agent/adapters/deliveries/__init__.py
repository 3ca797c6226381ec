"""Ledgers of mails."""
