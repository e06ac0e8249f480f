"""PACS: which there are, whether they answer, looking for a patient, and what waits to be delivered."""
