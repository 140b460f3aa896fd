"""The commands of `yasno`: one module a family, imported only when its command runs."""
