// Uses the log and the library without configuring a log: nothing may be said, and LogTape not be loaded.
import { createTask, retry } from "@maktaba/std/async";
import { getLogger, withLogContext } from "@maktaba/std/log";

const log = getLogger("library");
log.critical("Silent", { error: new Error("x") });
log.child("part").debug("Silent", () => {
  throw new Error("must not be called");
});
withLogContext({ request: 1 }, () => log.info("Silent"));
await retry(() => 1);
await createTask(() => log.error("Silent"));
const isLoaded = Symbol.for("logtape.rootLogger") in globalThis;
console.log(JSON.stringify({ isLoaded, isEnabled: log.isEnabled("critical") }));
