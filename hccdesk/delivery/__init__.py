"""Into the chart: DICOM objects and FHIR resources of a result, and the PACS they are sent to."""
