"""Into the chart: what is made of a result, where it is saved, and the PACS that it is sent to."""
