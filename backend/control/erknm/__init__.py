"""Reading the open data of the register of control events (ЕРКНМ): streaming, suspicious, and without a database."""
