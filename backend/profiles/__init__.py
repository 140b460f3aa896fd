"""What is known of a business: places, facts with origin and date, the interview."""
