"""The verbs of the clinician's day."""
