"""Prescriptions: drafted from an act, shown to each side, checked when their time is over."""
