"""Providers of calendars."""
