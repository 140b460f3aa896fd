"""The only door out for what businesses say: frozen answers become noisy, published rows."""
