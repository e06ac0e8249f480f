"""Published liver scores and staging, one file each, and the applicability rules of the models."""
