# Texts of: dashboard
