"""What a business takes away: the dossier as PDF and as a page to print, and a table for the office."""
