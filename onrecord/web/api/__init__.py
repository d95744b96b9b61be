"""The register as an HTTP API: JSON under /api/v1, described by OpenAPI 3.1."""
