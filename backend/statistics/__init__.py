"""Anonymous releases of what businesses say, the regulator's desk over them and the open API."""
