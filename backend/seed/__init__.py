"""The demo world: named businesses of different kinds, people of every role, marks, costs and disputes."""
