// Imports one module and prints, as JSON, what that started and loaded. It is sent to each runtime as the program, with
// the module's URL in place of ENTRY: a literal import is what Deno reads without asking for permission.
const { createRequire, registerHooks } = process.getBuiltinModule("node:module");

const started = [];
for (const name of ["setTimeout", "setInterval", "setImmediate", "addEventListener"]) {
  if (globalThis[name] === undefined) continue;
  const real = globalThis[name];
  globalThis[name] = (...args) => {
    started.push(name);
    return real(...args);
  };
}

const resolved = [];
registerHooks?.({
  resolve(specifier, context, next) {
    const result = next(specifier, context);
    resolved.push(result.url);
    return result;
  },
});

const listening = () =>
  process.eventNames().flatMap((event) => Array(process.listenerCount(event)).fill(String(event)));
/** What stands in the second list and not in the first. */
function added(before, after) {
  const left = [...after];
  for (const name of before) {
    const index = left.indexOf(name);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}

const handlesBefore = process.getActiveResourcesInfo();
const listeningBefore = listening();
await import("ENTRY");
const handles = added(handlesBefore, process.getActiveResourcesInfo());
const listeners = added(listeningBefore, listening());

// Bun has no such hooks, but lists the files of both kinds of modules in the one cache.
const loaded = registerHooks === undefined ? Object.keys(createRequire("ENTRY").cache) : resolved;
console.log(JSON.stringify({ started, handles, listeners, loaded }));
