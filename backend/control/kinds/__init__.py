"""One module for each kind of case: what its steps ask for, and what the step runner is given for it."""
