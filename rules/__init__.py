"""What the law says: requirements, conditions, terms and procedures as data and pure functions."""
