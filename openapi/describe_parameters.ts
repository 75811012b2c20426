/**
 * The checking and completing of parameters.
 *
 * @internal
 * @module
 */

import { checkPlace } from "./check_place.ts";
import type { OpenApiComponents, OpenApiParameter, OpenApiReference } from "./document.ts";
import { isReference } from "./fields.ts";
import { OpenApiError } from "./open_api_error.ts";

type ParameterOrReference = OpenApiParameter | OpenApiReference;

const COMPONENT = "#/components/parameters/";

/**
 * Checks the parameters of an endpoint, and adds those of its path that are not described.
 *
 * @param endpoint What messages call the endpoint.
 * @param parameters Its parameters.
 * @param pathNames The names in braces of its path.
 * @param components The parts that it refers to.
 * @returns All its parameters, the added ones first.
 */
export function describeParameters(
  endpoint: string,
  parameters: readonly ParameterOrReference[],
  pathNames: ReadonlySet<string>,
  components: OpenApiComponents | undefined,
): ParameterOrReference[] {
  const seen = new Set<string>();
  const missing = new Set(pathNames);
  const described = parameters.map((parameter, index) => {
    const name = `parameters[${index}]`;
    const target = resolve(parameter, components);
    // What stands in another document may be any parameter: then nothing of the path can be said to be missing.
    if (target === undefined) return missing.clear(), parameter;
    checkPlace(endpoint, name, target);
    if (target.in === "path") checkPathParameter(endpoint, name, target, pathNames);
    const identity = `${target.in} ${target.name}`;
    if (seen.has(identity)) {
      const params = { endpoint, other: endpoint, name: `${name}.name`, value: target.name };
      throw new OpenApiError({ code: "OPENAPI_DUPLICATE", params });
    }
    seen.add(identity);
    if (target.in === "path") missing.delete(target.name);
    return target === parameter ? complete(target) : parameter;
  });
  return [...[...missing].map((name) => complete({ name, in: "path" })), ...described];
}

function resolve(parameter: ParameterOrReference, components?: OpenApiComponents): OpenApiParameter | undefined {
  if (!isReference(parameter)) return parameter;
  if (!parameter.$ref.startsWith(COMPONENT)) return undefined;
  const { parameters = {} } = components ?? {};
  const key = parameter.$ref.slice(COMPONENT.length);
  const target = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  return target === undefined || isReference(target) ? undefined : target;
}

function checkPathParameter(
  endpoint: string,
  name: string,
  parameter: OpenApiParameter,
  pathNames: ReadonlySet<string>,
): void {
  if (!pathNames.has(parameter.name)) {
    const params = { endpoint, name: `${name}.name`, value: parameter.name };
    throw new OpenApiError({ code: "OPENAPI_PARAMETER_NOT_IN_PATH", params });
  }
  if (parameter.required === false) {
    const params = { endpoint, name: `${name}.required`, value: false };
    throw new OpenApiError({ code: "OPENAPI_PARAMETER_REQUIRED", params });
  }
}

function complete(parameter: OpenApiParameter): OpenApiParameter {
  return {
    ...parameter,
    ...(parameter.in === "path" ? { required: true } : {}),
    ...(parameter.schema === undefined && parameter.content === undefined ? { schema: { type: "string" } } : {}),
  };
}
