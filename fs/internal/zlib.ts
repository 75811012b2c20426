/** What compression needs of Node's modules. */
export interface Zlib {
  createGzip: typeof import("node:zlib").createGzip;
  createGunzip: typeof import("node:zlib").createGunzip;
  pipeline: typeof import("node:stream/promises").pipeline;
}

/** Loads the modules for compression, which would make importing this one slower for those who do not need them. */
export async function loadZlib(): Promise<Zlib> {
  const [{ createGzip, createGunzip }, { pipeline }] = await Promise.all([
    import("node:zlib"),
    import("node:stream/promises"),
  ]);
  return { createGzip, createGunzip, pipeline };
}
