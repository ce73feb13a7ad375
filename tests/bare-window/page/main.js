// Painted once: the same sign that the dashboard gives.
requestAnimationFrame(() => requestAnimationFrame(() => window.__TAURI_INTERNALS__.invoke("window_ready")));
