"""The year's plan of a body: whom it may hold, how it is made, moved, remarked upon and taken away."""
