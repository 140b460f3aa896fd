"""The personal list of requirements, the page of each, search, disputes of an attribution, editions of the law."""
