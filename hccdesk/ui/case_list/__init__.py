"""The list of cases, and what is offered about them, as widgets."""
