"""What the user sees and chooses of the library of cases."""
