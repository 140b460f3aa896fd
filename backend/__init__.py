"""The shell: database, web, jobs and the slices of the product, in a declared order."""
