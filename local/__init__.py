"""What runs on the laptop only: stand-ins for the vendors and the pages to look at them."""
