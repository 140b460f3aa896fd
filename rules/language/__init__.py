"""Language: words and their dictionary forms, search, everyday names of trades, readability."""
