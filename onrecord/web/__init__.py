"""The register in the browser."""
