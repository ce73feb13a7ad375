// The content security policy allows no inline script: this file is what starts the dashboard.
import start from "./ui.js";

await start({ module_or_path: new URL("./ui_bg.wasm", import.meta.url) });
