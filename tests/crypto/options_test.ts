import { Fernet, signJwt, verifyJwt } from "@maktaba/std/crypto";
import { setLocale } from "@maktaba/std/errors";
import { testOptions } from "../support/mod.ts";

setLocale("en");

const key = "0123456789abcdef0123456789abcdef";
const fernet = new Fernet();
const token = await fernet.encrypt("text");
const jwt = await signJwt({}, key);

testOptions({
  "Fernet.encrypt()": (options) => fernet.encrypt("text", options),
  "Fernet.decrypt()": (options) => fernet.decrypt(token, options),
  "Fernet.decryptText()": (options) => fernet.decryptText(token, options),
  "signJwt()": (options) => signJwt({}, key, options),
  "verifyJwt()": (options) => verifyJwt(jwt, key, options),
});
