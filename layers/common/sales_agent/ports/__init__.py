"""What the agent asks of the world: one Protocol file a noun."""
