"""CA certificates for systems without any, such as a container without ca-certificates."""

import os
from importlib import import_module

# The files where libworkosds looks, and the folder that the system's libcurl may use.
_USUAL_PLACES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_USUAL_FOLDER = "/etc/ssl/certs"


def fallback() -> str | None:
    """certifi's file, if that package is installed and neither the environment nor the system has another."""
    if os.environ.get("SSL_CERT_FILE") or any(os.access(place, os.R_OK) for place in _USUAL_PLACES):
        return None
    if os.path.isdir(_USUAL_FOLDER) and os.listdir(_USUAL_FOLDER):
        return None
    try:
        return str(import_module("certifi").where())
    except ImportError:
        return None
