/** The example tokens of the Fernet specification (https://github.com/fernet/spec), with the times in milliseconds. */

/** The key of all of them. */
export const vectorKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

/** A token, and all that it is made of. */
export interface ValidVector {
  token: string;
  iv: Uint8Array<ArrayBuffer>;
  message: string;
  madeAtMs: number;
  verifiedAtMs: number;
}

/** The token that must be made and read. */
export const validVector: ValidVector = {
  token: "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==",
  iv: new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
  message: "hello",
  madeAtMs: Date.parse("1985-10-26T01:20:00-07:00"),
  verifiedAtMs: Date.parse("1985-10-26T01:20:01-07:00"),
};

/** The greatest age that they are verified with. */
export const vectorMaxAgeMs = 60_000;

/** A token that must be refused, and when. */
export interface InvalidVector {
  what: string;
  token: string;
  nowMs: number;
}

/** Tokens that must be refused. */
export const invalidVectors: readonly InvalidVector[] = [
  {
    what: "incorrect mac",
    token: "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
    nowMs: Date.parse("1985-10-26T01:20:01-07:00"),
  },
  {
    what: "too short",
    token: "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==",
    nowMs: Date.parse("1985-10-26T01:20:01-07:00"),
  },
  {
    what: "invalid base64",
    token: "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
    nowMs: Date.parse("1985-10-26T01:20:01-07:00"),
  },
  {
    what: "payload size not multiple of block size",
    token: "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm",
    nowMs: Date.parse("1985-10-26T01:20:01-07:00"),
  },
  {
    what: "payload padding error",
    token: "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==",
    nowMs: Date.parse("1985-10-26T01:20:01-07:00"),
  },
  {
    what: "far-future TS (unacceptable clock skew)",
    token: "gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==",
    nowMs: Date.parse("1985-10-26T01:20:01-07:00"),
  },
  {
    what: "expired TTL",
    token: "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
    nowMs: Date.parse("1985-10-26T01:21:31-07:00"),
  },
  {
    what: "incorrect IV (causes padding error)",
    token: "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==",
    nowMs: Date.parse("1985-10-26T01:20:01-07:00"),
  },
];
