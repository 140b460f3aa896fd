"""People, businesses, who belongs to which and with what rights; sessions and keys."""
