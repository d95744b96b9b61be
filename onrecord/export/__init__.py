"""The register as files."""
