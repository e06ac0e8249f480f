"""The window that checks the installation."""
