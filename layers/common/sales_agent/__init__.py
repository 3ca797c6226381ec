"""Sales Agent: what every function of the product shares."""
