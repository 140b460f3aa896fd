"""What every case beside a control event runs on: its kind, fields, steps, course, files, numbers, page and words."""
