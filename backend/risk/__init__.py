"""Objects of control and their categories of risk; what would lower one, and asking for it."""
