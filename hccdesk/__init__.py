"""hccdesk: the desktop a liver tumour board opens for an unresectable hepatocellular carcinoma."""

__version__ = "0.1.0"
