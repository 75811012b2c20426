import assert from "node:assert/strict";
import test from "node:test";
import { CryptoError, Fernet } from "../../mod.ts";
import { python, requirePython } from "../support/mod.ts";

const lengths = [0, 1, 15, 16, 17, 1_000, 40_000, 300_000];
const messages = lengths.map((length) => Buffer.from(Uint8Array.from({ length }, (_, index) => index * 7 + length)));

test("Fernet.decrypt() reads what Python's cryptography encrypted", async (t) => {
  if (!requirePython(t, "cryptography.fernet")) return;
  const { key, tokens, text } = await python<{ key: string; tokens: string[]; text: string }>(
    `
import base64
from cryptography.fernet import Fernet
key = Fernet.generate_key()
fernet = Fernet(key)
result = {
  "key": key.decode(),
  "tokens": [fernet.encrypt(base64.b64decode(message)).decode() for message in data],
  "text": fernet.encrypt("مرحبا من بايثون".encode()).decode(),
}`,
    messages.map((message) => message.toString("base64")),
  );
  const fernet = new Fernet(key);
  assert.equal(fernet.key, key);
  for (const [index, token] of tokens.entries()) {
    assert.equal(Buffer.compare(await fernet.decrypt(token, { maxAgeMs: 60_000 }), messages[index]!), 0);
  }
  assert.equal(await fernet.decryptText(text), "مرحبا من بايثون");
});

test("Fernet.encrypt() makes what Python's cryptography decrypts", async (t) => {
  if (!requirePython(t, "cryptography.fernet")) return;
  const fernet = new Fernet();
  const tokens = await Promise.all(messages.map((message) => fernet.encrypt(message)));
  const decrypted = await python<string[]>(
    `
import base64
from cryptography.fernet import Fernet
fernet = Fernet(data["key"])
result = [base64.b64encode(fernet.decrypt(token, ttl=60)).decode() for token in data["tokens"]]`,
    { key: fernet.key, tokens },
  );
  assert.deepEqual(decrypted, messages.map((message) => message.toString("base64")));
});

test("Fernet.decrypt() draws the line of age and clock skew where Python's cryptography does", async (t) => {
  if (!requirePython(t, "cryptography.fernet")) return;
  const fernet = new Fernet();
  const token = await fernet.encrypt("x", { now: 1_000_000 });
  // In whole seconds, which are all that Python knows.
  const seconds = [900, 939, 940, 941, 999, 1_000, 1_001, 1_029, 1_030, 1_031, 1_100];
  const accepted = await python<boolean[]>(
    `
from cryptography.fernet import Fernet, InvalidToken
def accepts(now):
  try:
    Fernet(data["key"]).decrypt_at_time(data["token"].encode(), 30, now)
    return True
  except InvalidToken:
    return False
result = [accepts(now) for now in data["seconds"]]`,
    { key: fernet.key, token, seconds },
  );
  for (const [index, second] of seconds.entries()) {
    const decrypted = fernet.decrypt(token, { maxAgeMs: 30_000, now: second * 1_000 });
    if (accepted[index]) await decrypted;
    else await assert.rejects(decrypted, CryptoError, `${second} s`);
  }
  assert.ok(accepted.includes(true) && accepted.includes(false));
});
