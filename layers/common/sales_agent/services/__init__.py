"""Use cases. They know ports and domain only."""
