// Runs a program, and ends it when standard input ends: that is when whoever started us ends, in whatever way.
// Usage: node -e "$(cat guard.js)" -- PROGRAM [ARGUMENT...]
const { spawn } = require("node:child_process");

const [program, ...args] = process.argv.slice(1);
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });

function end() {
  child.kill("SIGTERM");
  // It had its chance to end in order.
  setTimeout(() => child.kill("SIGKILL"), 2000);
}

child.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on("exit", (code) => process.exit(code ?? 1));
process.stdin.on("end", end).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
