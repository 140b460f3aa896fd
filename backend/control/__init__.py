"""Control events: their rooms, plans, postponements, papers, acts, prescriptions, warnings and visits."""
