/** The version of this package, the same as in its manifests. */
export const version = "0.1.0";
