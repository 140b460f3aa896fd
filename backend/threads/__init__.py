"""Threads of a case: typed words with the readers they were written for, files, read marks."""
