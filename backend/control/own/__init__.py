"""What a business keeps about an event for itself; nothing of the authority's side may import this."""
