"""Bodies of control: which authority stands in which region, above and below which other."""
