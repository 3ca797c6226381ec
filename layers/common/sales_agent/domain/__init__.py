"""Pure data and rules: no input or output, no vendor."""
