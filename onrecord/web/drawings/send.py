"""A drawing as a file of its own."""

from __future__ import annotations

from fastapi import Response

from onrecord.web.downloads import save_as
from onrecord.web.templating import render_text

MEDIA = "image/svg+xml"


def send_drawing(template: str, drawing: object, name: str) -> Response:
    """A drawing as an SVG file to be saved."""
    text = render_text(template, drawing)
    return Response(text, media_type=MEDIA, headers=save_as(f"{name}.svg"))
