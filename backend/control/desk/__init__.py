"""Desks of the authority and the prosecutor: objects, events to prepare, calendar, load, absences, approvals."""
