"""CT series in: found, judged, decoded; tumour masks read and compared with them."""
