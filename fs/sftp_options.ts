import type { FileProgress } from "./file_progress.ts";

/**
 * What `sftpGet` and `sftpPut` need: which server, as whom, and by which key it is known.
 *
 * The server's host key is verified before a password is sent: by `hostKey` where it is given, else by `knownHosts`.
 * There is no way around that; the error for a host that is not known shows the fingerprint to check.
 */
export interface SftpOptions {
  /** The server's name or address. */
  host: string;
  /**
   * The server's port.
   *
   * @default 22
   */
  port?: number | undefined;
  /** The account. */
  username: string;
  /** The account's password, or the answer to the server's question for one. */
  password?: string | undefined;
  /** A private key that the account accepts: the text of an OpenSSH or PEM key file. */
  privateKey?: string | Uint8Array | undefined;
  /** What the private key is encrypted with. */
  passphrase?: string | undefined;
  /**
   * The fingerprints of the host keys to accept, as `ssh-keygen -l` prints them: `SHA256:` and 43 characters. Where it
   * is given, `knownHosts` is not read.
   */
  hostKey?: string | readonly string[] | undefined;
  /**
   * A file of known hosts, as OpenSSH has it.
   *
   * @default ~/.ssh/known_hosts
   */
  knownHosts?: string | undefined;
  /**
   * How long it may take until the server has let us in, in milliseconds.
   *
   * @default 10_000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * Whether a file that is there already is replaced.
   *
   * @default false
   */
  overwrite?: boolean | undefined;
  /** Called after each chunk that has arrived. */
  onProgress?: ((progress: FileProgress) => void) | undefined;
  /** Stops the transfer, removes what was written and closes the connection; the promise rejects with its reason. */
  signal?: AbortSignal | undefined;
}
