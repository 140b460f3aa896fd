"""The web shell: pages, forms, languages, headers, refusals."""
