/** What the consoles of Node.js, Deno and Bun ask an object for. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: object, options: unknown) => string;

/**
 * Says what consoles show of a class's instances, of which they would show nothing where its fields are private.
 *
 * @param shown The class.
 * @param facts Gives what is worth seeing; called for nothing else.
 * @param name What it is called; by default what the instance's own class is.
 */
export function showAs<T extends object>(
  shown: { readonly prototype: T },
  facts: (instance: T) => object,
  name?: string,
): void {
  Object.defineProperty(shown.prototype, INSPECT, {
    value(this: T, depth: number, options: unknown, inspect?: Inspect): unknown {
      const title = name ?? this.constructor.name;
      // Inside of something that is shown no deeper.
      if (depth < 0) return `[${title}]`;
      return inspect === undefined ? this : `${title} ${inspect(facts(this), options)}`;
    },
    configurable: true,
    writable: true,
  });
}
