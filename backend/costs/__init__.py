"""What the list costs: estimates, the business's own numbers, and whose wage was counted."""
