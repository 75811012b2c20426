/** The part of an entry of package-lock.json that matters here. */
export interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  license?: string;
  optionalDependencies?: Record<string, string>;
}

/** The packages of a lock by their paths, as in "node_modules/deno". */
export type LockedPackages = Record<string, LockedPackage>;

/** A package that the lock should hold and does not. */
export interface MissingPackage {
  name: string;
  /** The version that its dependent asks for. */
  version: string;
  /** The path of the package that asks for it. */
  dependent: string;
}

/**
 * Finds optional packages that are not in the lock. npm leaves out those that the registry does not deliver when the lock is
 * written, be they for another system; `npm ci` then refuses the lock everywhere.
 */
export function missingFromLock(packages: LockedPackages): MissingPackage[] {
  return Object.entries(packages).flatMap(([dependent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(name, dependent, packages))
      .map(([name, version]) => ({ name, version, dependent }))
  );
}

/** A dependency is looked for beside its dependent and in every node_modules above. */
function isLocked(name: string, dependent: string, packages: LockedPackages): boolean {
  if (packages[`${dependent}/node_modules/${name}`] !== undefined) return true;
  const above = dependent.lastIndexOf("/node_modules/");
  if (above < 0) return packages[`node_modules/${name}`] !== undefined;
  return isLocked(name, dependent.slice(0, above), packages);
}
