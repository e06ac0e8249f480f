"""Regions as shapes: painted, grown, filled, smoothed, widened, measured; outlines on a slide as areas."""
