"""Machine clients: OAuth 2.0 client credentials of a business or an authority, approved by an administrator."""
