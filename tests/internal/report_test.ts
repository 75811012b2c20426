import assert from "node:assert/strict";
import test from "node:test";
import { type Report, report, setReporter } from "../../internal/report.ts";

test("report() is silent until a reporter is set, and again when it is taken away", () => {
  const reports: Report[] = [];
  report("warning", "net", "Before");
  setReporter((entry) => reports.push(entry));
  report("warning", "net", "A request fell back", { attempts: 3 });
  setReporter(undefined);
  report("warning", "net", "After");
  assert.deepEqual(reports, [
    { level: "warning", module: "net", message: "A request fell back", properties: { attempts: 3 } },
  ]);
});
