//! The parts of the dashboard: header, the three panels, footer.
