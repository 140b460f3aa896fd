"""Files that people attach: known by content, kept under their hash, handed out as downloads, swept when unused."""
