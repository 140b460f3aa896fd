"""What the step runner is given for control: every kind of case brings its own."""

from backend.control.cases.kinds import case_kinds

case_kinds()
