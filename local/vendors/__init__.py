"""Stateful stand-ins for outside vendors: the real SDKs run against them unchanged."""
