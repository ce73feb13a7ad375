// The content security policy allows no inline script: this file is what starts the dashboard.
import start from "./ui.js";

const file = (name) => fetch(new URL(name, import.meta.url));

// Both at once; the dashboard finds its texts when it begins.
const wasm = file("./ui_bg.wasm");
globalThis.texts = await (await file("./texts.json")).json();
await start({ module_or_path: wasm });
