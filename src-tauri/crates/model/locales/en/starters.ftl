# Texts of: starters
