"""The first screen: what is read of the patient, and the clinical form."""
