"""Pictures as SVG text: pure functions from the data of a view; colours come from classes, places from attributes.

Whatever a text says is escaped here and nowhere else: :func:`recoupe.web.draw.svg.tag` is the only way to make markup.
"""
