import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import test from "node:test";
import { createTask } from "@maktaba/std/async";
import { CancelledError, setLocale } from "@maktaba/std/errors";
import {
  closeLog,
  configureLog,
  flushLogs,
  getLogger,
  type LogAlertOptions,
  type LogEmailOptions,
  type LogEntry,
} from "@maktaba/std/log";
import { listen } from "../support/mod.ts";
import { type MailServer, makeCertificate, startMailServer } from "./mail_server.ts";

setLocale("en");

interface TestLog extends AsyncDisposable {
  /** What the log told of itself. */
  readonly own: LogEntry[];
}

/** A log that mails by a server of this machine. */
async function mailing(
  server: { port: number },
  email: Partial<LogEmailOptions> = {},
  alert: Partial<LogAlertOptions> = {},
): Promise<TestLog> {
  const texts: LogEntry[] = [];
  const log = await configureLog({
    console: { format: "json", write: (text) => texts.push(JSON.parse(text)) },
    alert: {
      ...alert,
      email: {
        host: "127.0.0.1",
        port: server.port,
        from: "Server <log@example.com>",
        to: ["ali@example.com", "omar@example.com"],
        timeoutMs: 5_000,
        ...email,
      },
    },
  });
  return {
    get own() {
      return texts.filter(({ logger }) => logger === "maktaba.log");
    },
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
}

test("an alert mails errors and what is worse, with their properties and causes, and nothing less", async () => {
  await using server = await startMailServer();
  await using log = await mailing(server);
  const app = getLogger("app.orders");
  app.info("not this");
  app.warning("nor this");
  const error = new Error("connect refused", { cause: new Error("no route") });
  app.error("Cannot save order {order}", { order: 7, password: "s3cret", error });
  await flushLogs();
  const [mail] = server.mails;
  assert.equal(server.mails.length, 1);
  assert.equal(mail?.subject, "[ERROR] app.orders: Cannot save order 7");
  assert.deepEqual([mail?.from, mail?.to], ["log@example.com", ["ali@example.com", "omar@example.com"]]);
  for (
    const part of [
      "Cannot save order 7",
      "order: 7",
      "password: [redacted]",
      "connect refused",
      "caused by: Error: no route",
    ]
  ) {
    assert.ok(mail?.text.includes(part), `${part} in ${mail?.text}`);
  }
  assert.match(mail?.text ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
  assert.ok(!mail?.text.includes("\u001b") && !mail?.text.includes("not this"));
  app.critical("Dead");
  await flushLogs();
  assert.equal(server.mails[1]?.subject, "[CRITICAL] app.orders: Dead");
  assert.deepEqual(log.own, []);
});

test("an alert can be asked for other levels", async () => {
  await using server = await startMailServer();
  await using _log = await mailing(server, {}, { level: "critical" });
  getLogger("app").error("no");
  getLogger("app").critical("yes");
  await flushLogs();
  assert.deepEqual(server.mails.map(({ subject }) => subject), ["[CRITICAL] app: yes"]);
});

test("an alert is written in Arabic where that is set, and arrives whole", async () => {
  await using server = await startMailServer();
  await using _log = await mailing(server);
  setLocale("ar");
  try {
    getLogger("متجر").error("تعذر حفظ الطلب {رقم} ".repeat(10), { رقم: 7, error: new Error("x", { cause: "y" }) });
    await flushLogs();
  } finally {
    setLocale("en");
  }
  const [mail] = server.mails;
  assert.ok(mail?.subject.startsWith("[ERROR] متجر: تعذر حفظ الطلب 7 تعذر"));
  assert.ok((mail?.subject.length ?? 1_000) < 150);
  assert.ok(mail?.text.includes("خطأ") && mail.text.includes("والسبب: y"));
});

test("an alert logs in to its server, and tells once that it may not", async () => {
  const account = { user: "ali", password: "s3cret-5" };
  await using server = await startMailServer({ account });
  {
    await using log = await mailing(server, account);
    getLogger("app").error("x");
    await flushLogs();
    assert.deepEqual([server.mails[0]?.user, log.own], ["ali", []]);
  }
  await using log = await mailing(server, { ...account, password: "wrong-5" });
  getLogger("app").error("x");
  await flushLogs();
  assert.equal(server.mails.length, 1);
  const [told] = log.own;
  assert.equal(told?.level, "warning");
  assert.ok(told?.message.startsWith(`Cannot send 1 log records by e-mail through 127.0.0.1:${server.port}: `));
  assert.equal(told?.error?.code, "LOG_EMAIL_NOT_SENT");
  assert.ok(!JSON.stringify(told).includes("wrong-5"));
  // A wrong password stays wrong: it is not tried again.
  assert.equal(server.connections, 2);
});

test("an alert is encrypted where the server offers it, and trusts what it is told to trust", async () => {
  const tls = await makeCertificate();
  const account = { user: "ali", password: "s3cret" };
  await using server = await startMailServer({ tls, account });
  {
    await using log = await mailing(server, { ...account, ca: tls.cert, requireTls: true });
    getLogger("app").error("x");
    await flushLogs();
    assert.deepEqual(log.own, []);
    assert.equal(server.mails[0]?.isEncrypted, true);
  }
  await using log = await mailing(server, { ...account, attempts: 1 });
  getLogger("app").error("to a stranger");
  await flushLogs();
  assert.equal(server.mails.length, 1);
  assert.equal(log.own[0]?.error?.code, "LOG_EMAIL_NOT_SENT");
});

test("an alert is not sent in the clear where encryption is required", async () => {
  await using server = await startMailServer();
  await using log = await mailing(server, { requireTls: true, attempts: 1 });
  getLogger("app").error("secret");
  await flushLogs();
  assert.equal(server.mails.length, 0);
  assert.equal(log.own.length, 1);
});

test("an alert is tried again where the server says that it may be", async () => {
  await using server = await startMailServer({ failures: [451] });
  await using log = await mailing(server);
  getLogger("app").error("x");
  await flushLogs();
  assert.deepEqual([server.mails.length, server.connections, log.own], [1, 2, []]);
});

test("an alert is not tried again where the server says that it may not be", async () => {
  await using server = await startMailServer({ failures: [554] });
  await using log = await mailing(server);
  getLogger("app").error("x");
  await flushLogs();
  assert.deepEqual([server.mails.length, server.connections, log.own.length], [0, 1, 1]);
});

test("an alert never throws into the program, nor holds it up, when the server is down", async () => {
  const gone = await listen(() => {});
  await gone[Symbol.asyncDispose]();
  await using log = await mailing(gone, { attempts: 2 });
  const start = performance.now();
  for (let index = 0; index < 1_000; index++) getLogger("app").error("x");
  assert.ok(performance.now() - start < 1_000);
  await flushLogs();
  assert.ok(log.own.length >= 1 && log.own.length <= 10, `${log.own.length} complaints`);
  assert.match(String(log.own[0]?.message), /ECONNREFUSED/);
});

test("an alert gives up on a server that says nothing", async () => {
  await using server = await silentServer();
  await using log = await mailing(server, { attempts: 1, timeoutMs: 100 });
  getLogger("app").error("x");
  await flushLogs();
  assert.equal(log.own.length, 1);
});

test("closeLog() waits for a server that says nothing only as long as a mail may take", async () => {
  await using server = await silentServer();
  await mailing(server, { attempts: 100, timeoutMs: 200 });
  getLogger("app").error("x");
  const start = performance.now();
  await closeLog();
  assert.ok(performance.now() - start < 3_000);
});

test("alerts that come together go together, in one mail after the first", async () => {
  await using server = await startMailServer({ delayMs: 50 });
  await using _log = await mailing(server);
  for (let index = 0; index < 50; index++) getLogger("app").error("Error {index}", { index });
  await flushLogs();
  assert.deepEqual(server.mails.map(({ subject }) => subject), [
    "[ERROR] app: Error 0",
    "[ERROR] app: Error 1 (and 48 more)",
  ]);
  assert.equal(server.mails[1]?.text.match(/Error \d+/g)?.length, 49);
});

test("the subject of a mail about several is that of the one that matters most", async () => {
  await using server = await startMailServer({ delayMs: 20 });
  await using _log = await mailing(server);
  const app = getLogger("app");
  app.error("first");
  app.error("second");
  app.critical("third\nline");
  app.error("fourth");
  await flushLogs();
  assert.equal(server.mails[1]?.subject, "[CRITICAL] app: third line (and 2 more)");
});

test("alerts are never more than the period allows, and what is held back is counted and told at the end", async () => {
  await using server = await startMailServer();
  const log = await mailing(server, {}, { maxEmails: 2, maxQueued: 3 });
  for (let index = 0; index < 10; index++) {
    getLogger("app").error("Error {index}", { index });
    await flushLogs();
  }
  assert.equal(server.mails.length, 2);
  await log[Symbol.asyncDispose]();
  assert.deepEqual(server.mails.map(({ subject }) => subject), [
    "[ERROR] app: Error 0",
    "[ERROR] app: Error 1",
    "[ERROR] app: Error 2 (and 7 more)",
  ]);
  const last = server.mails[2]?.text ?? "";
  assert.ok(last.includes("Error 4") && !last.includes("Error 5"));
  assert.ok(last.includes("Held back, so as not to send too many mails: 5 more."), last);
});

test("alerts that were held back are mailed when the period is over", async () => {
  await using server = await startMailServer();
  await using _log = await mailing(server, {}, { maxEmails: 1, periodMs: 300 });
  getLogger("app").error("first");
  getLogger("app").error("second");
  getLogger("app").error("third");
  await flushLogs();
  assert.equal(server.mails.length, 1);
  // The timer does not keep the program running, which on some runtimes includes a test that only waits for it.
  const awake = setInterval(() => {}, 50);
  await server.received(2);
  clearInterval(awake);
  assert.equal(server.mails[1]?.subject, "[ERROR] app: second (and 1 more)");
});

test("closeLog() sends what is still to be mailed, also inside a task that has been cancelled", async () => {
  await using server = await startMailServer({ delayMs: 30 });
  await mailing(server);
  const task = createTask(async () => {
    await Promise.resolve();
    getLogger("app").error("in the task");
    await closeLog();
    throw new CancelledError();
  }, { name: "import" });
  task.cancel();
  await assert.rejects(task, CancelledError);
  assert.equal(server.mails.length, 1);
  assert.ok(server.mails[0]?.text.includes("task: import"));
});

test("what the log tells of itself is not mailed", async () => {
  await using server = await startMailServer();
  await using _log = await mailing(server, {}, { level: "debug" });
  await using other = await startMailServer({ failures: [554] });
  await closeLog();
  await using log = await mailing(other, {}, { level: "debug" });
  getLogger("app").error("x");
  await flushLogs();
  assert.equal(log.own.length, 1);
  assert.equal(other.connections, 1);
});

/** A server that takes connections and never says a word. */
async function silentServer(): Promise<Pick<MailServer, "port"> & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

test("an alert is encrypted from its first byte where that is asked for", async () => {
  const tls = await makeCertificate();
  await using server = await startMailServer({ tls, isSecure: true });
  await using log = await mailing(server, { secure: true, ca: tls.cert });
  getLogger("app").error("x");
  await flushLogs();
  assert.deepEqual(log.own, []);
  assert.equal(server.mails[0]?.isEncrypted, true);
});

test("an alert goes to one address, and comes from one that has no name", async () => {
  await using server = await startMailServer();
  await using _log = await mailing(server, { to: "ali@example.com", from: "log@example.com" });
  getLogger("app").error("x");
  await flushLogs();
  assert.deepEqual([server.mails[0]?.from, server.mails[0]?.to], ["log@example.com", ["ali@example.com"]]);
});

test("an alert of very many properties is sent, cut where it is too long", async () => {
  await using server = await startMailServer();
  await using log = await mailing(server);
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`property${index}`, "x".repeat(50)]));
  getLogger("app").error("x", { many, text: "y".repeat(1_000_000) });
  await flushLogs();
  assert.deepEqual(log.own, []);
  assert.ok((server.mails[0]?.text.length ?? 0) > 10_000);
  assert.ok((server.mails[0]?.text.length ?? Infinity) < 100_000);
});
