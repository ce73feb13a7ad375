# Texts of: overlays
