"""Kie's Market: any model by its name, judged, priced and described by a dated snapshot of the vendor's pages."""
