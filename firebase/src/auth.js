// The Auth emulator of firebase-tools without the rest of it. Like what guard.js runs, it ends with standard input.
// Usage: node -e "$(cat auth.js)" -- FIREBASE_TOOLS PORT PROJECT
const [tools, port, project] = process.argv.slice(1);
const lib = `${tools}/lib`;

// What the emulator says goes to standard output; above all the links it would have sent by mail.
process.env.IS_FIREBASE_CLI = "true";
require(`${lib}/logger.js`).useConsoleLoggers();

// Compiling the description of the whole API takes most of the start; we speak a small part of it.
const spec = require(`${lib}/emulator/auth/apiSpec.js`).default;
const spoken = /^\/(v1\/(accounts|token|projects\/\{targetProjectId\}\/accounts)|v2\/projects\/\{targetProjectId\}\/config$|emulator\/)/;
for (const path of Object.keys(spec.paths)) if (!spoken.test(path)) delete spec.paths[path];

require(`${lib}/emulator/auth/server.js`)
  .createApp(project)
  .then((app) => app.listen(Number(port), "127.0.0.1").on("error", fail), fail);

function fail(error) {
  console.error(error.message);
  process.exit(1);
}

process.stdin.on("end", () => process.exit(0)).resume();
