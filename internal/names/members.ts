import type { AnyConversion, Conversion } from "./conversion.ts";
import type { EnglishKey, Named, Nothing } from "./exact.ts";

/**
 * An English member; or one together with the function that stands for it in Arabic, or with the conversion of a value
 * that is only read.
 */
type Member<Value, English> =
  | {
    [Key in keyof English & string]-?:
      | (English[Key] extends Value ? Key : never)
      | readonly [Key, Conversion<NonNullable<Value>, NonNullable<English[Key]>>];
  }[keyof English & string]
  | readonly [keyof English & string, Value];

type Members<Arabic, English> = { readonly [Name in keyof Arabic]-?: Member<Arabic[Name], English> };

/**
 * Gives a class's instances (or the class itself, or an object) Arabic members beside the English ones. There is one
 * class and one object: what Arabic code holds is accepted wherever English code takes it, and the other way round.
 *
 * A member that needs no more than its name is given as the English name. Where arguments or results have Arabic names
 * of their own, a function is given with it.
 *
 * @example
 * ```ts
 * arabicMembers<أعضاء_مهمة, Task<unknown>, "then">()(Task.prototype, { إلغاء: "cancel", الاسم: "name" });
 * ```
 *
 * @typeParam Arabic The Arabic members.
 * @typeParam English The type that has the English ones.
 * @typeParam Untranslated English members that keep their name, such as `then`, which the language itself calls.
 * @returns Takes the prototype or object, and the table.
 */
export function arabicMembers<
  Arabic extends object,
  English extends object,
  Untranslated extends PropertyKey = never,
>(): <
  const Names extends Members<Arabic, English>,
>(
  target: object,
  names:
    & Names
    & Named<Exclude<keyof English, Untranslated | symbol>, EnglishKey<Names[keyof Names]>>
    & Nothing<Exclude<keyof Names, keyof Arabic>>,
) => void {
  return (target, names) => {
    for (const [name, member] of Object.entries(names as Record<string, string | readonly [string, unknown]>)) {
      Object.defineProperty(target, name, { configurable: true, ...descriptor(target, member) });
    }
  };
}

// Members are forwarded by name, not copied, so that a subclass that overrides one is heard in Arabic too, and fields,
// which the prototype does not have, are found.
function descriptor(target: object, member: string | readonly [string, unknown]): PropertyDescriptor {
  if (typeof member !== "string") return explicit(member);
  if (typeof find(target, member)?.value === "function") {
    return {
      value(this: Record<string, (...args: unknown[]) => unknown>, ...args: unknown[]): unknown {
        return this[member]!(...args);
      },
      writable: true,
    };
  }
  return {
    get(this: Record<string, unknown>): unknown {
      return this[member];
    },
  };
}

function explicit([english, member]: readonly [string, unknown]): PropertyDescriptor {
  if (typeof member === "function") return { value: member, writable: true };
  return {
    get(this: Record<string, unknown>): unknown {
      const value = this[english];
      return value === undefined ? undefined : (member as AnyConversion).arabic(value);
    },
  };
}

function find(target: object | null, member: string): PropertyDescriptor | undefined {
  for (let level = target; level !== null; level = Object.getPrototypeOf(level)) {
    const found = Object.getOwnPropertyDescriptor(level, member);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Gives a class an Arabic constructor, whose arguments have Arabic names of their own. There is still one class: what
 * either makes is an instance of both.
 *
 * @example
 * ```ts
 * const مخزن = arabicConstructor<new (خيارات?: خيارات_مخزن) => مخزن>(Store, (خيارات) => [أسماء.english(خيارات ?? {})]);
 * ```
 *
 * @typeParam Constructor The Arabic constructor's type.
 * @param target The class.
 * @param english Gives the English arguments.
 * @returns The Arabic constructor.
 */
export function arabicConstructor<Constructor extends new (...args: never[]) => object>(
  target: abstract new (...args: never[]) => object,
  english: (...args: ConstructorParameters<Constructor>) => unknown[],
): Constructor {
  return new Proxy(target, {
    construct: (_, args, newTarget) =>
      Reflect.construct(target, english(...args as ConstructorParameters<Constructor>), newTarget),
  }) as unknown as Constructor;
}
