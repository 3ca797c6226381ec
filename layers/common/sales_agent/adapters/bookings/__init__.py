"""Providers of bookings."""
