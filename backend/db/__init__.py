"""Database: engine, session, column types, migrations."""
