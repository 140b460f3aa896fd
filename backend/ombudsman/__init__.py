"""Cases of ombudsmen: asked for with a consent, seen while it lasts, ended with a position; systemic issues."""
