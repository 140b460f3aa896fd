"""Pre-trial appeals of 248-ФЗ (arts. 39–43): built from the event room, filed elsewhere, heard, carried out."""
