import { type ConversionConfig, type JsonSchema, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { after } from "./bulk.ts";
import { bulkFiles } from "./bulk-files.ts";
import type { Endpoint, Posted, Schemas } from "./endpoint.ts";
import { base, endpoints } from "./endpoints.ts";
import * as schema from "./schemas.ts";

type Parameter = { name: string; in: "path" | "query"; required: boolean; description?: string; schema: JsonSchema };

/** OpenAPI 3.1, out of the schemas by which requests are read and answers are held to in the tests. */
export function openApi(url: string) {
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "What the office has said, for programs",
      version: "1.0.0",
      description:
        "Everything public of this office, only read, without a key. Members may be added to an answer; none changes its meaning or goes under /v1. " +
        "Lists go on by `next`. What can be proved names its entry of the record: `bundleUrl` has what verifies it without a network.",
      license: { name: "As the site says", url: `${url}/api` },
    },
    servers: [{ url: url + base }],
    security: [],
    tags: [...new Set([...endpoints.map(({ group }) => group), "Bulk"])].map((name) => ({ name })),
    paths: {
      ...Object.fromEntries(
        endpoints.map((one) => [
          one.path,
          { get: operation(one), ...(one.post === undefined ? {} : { post: postedOperation(one, one.post) }) },
        ]),
      ),
      ...bulkPaths(),
    },
    components: {
      schemas: componentSchemas(),
      responses: {
        Problem: { description: "What went wrong.", content: { "application/problem+json": ref("Problem") } },
      },
      headers: {
        ETag: { description: "For If-None-Match.", schema: { type: "string" } },
        Link: { description: "The next page, as RFC 8288 has it.", schema: { type: "string" } },
      },
    },
  };
}

function operation({ id, group, summary, params, query, answer }: Endpoint) {
  return {
    operationId: id,
    tags: [group],
    summary,
    ...parametersOf({ path: params, query }),
    responses: {
      "200": {
        description: summary,
        headers: {
          ETag: { $ref: "#/components/headers/ETag" },
          ...("cursor" in query ? { Link: { $ref: "#/components/headers/Link" } } : {}),
        },
        content: { "application/json": ref(answer.name) },
      },
      "304": { description: "It is as it was." },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function postedOperation({ group, answer }: Endpoint, { id, summary, body, refusals }: Posted) {
  const content = ref(body.name);
  return {
    operationId: id,
    tags: [group],
    summary,
    requestBody: {
      required: true,
      content: { "application/json": content, "application/x-www-form-urlencoded": content },
    },
    responses: {
      "200": { description: summary, content: { "application/json": ref(answer.name) } },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          status,
          { description, content: { "application/problem+json": ref("Problem") } },
        ]),
      ),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function bulkPaths() {
  return Object.fromEntries(
    Object.entries(bulkFiles).map(([name, { summary, line }]) => [
      `/bulk/${name}.jsonl`,
      {
        get: {
          operationId: `download${name.charAt(0).toUpperCase()}${name.slice(1)}`,
          tags: ["Bulk"],
          summary,
          description: "JSON lines, each by itself as the schema says; gzip where it is asked for.",
          ...parametersOf({ path: {}, query: { after } }),
          responses: {
            "200": { description: summary, content: { "application/x-ndjson": ref(line.name) } },
            "304": { description: "It is as it was." },
            default: { $ref: "#/components/responses/Problem" },
          },
        },
      },
    ]),
  );
}

/** That a day exists is checked, and no schema can say it. */
const written: ConversionConfig = { target: "draft-2020-12", ignoreActions: ["check"] };

function parametersOf(given: Record<Parameter["in"], Schemas>): { parameters?: Parameter[] } {
  const parameters = (["path", "query"] as const).flatMap((where) =>
    Object.entries(given[where]).map(([name, form]): Parameter => {
      const { $schema: _, description, ...rest } = toJsonSchema(form, { ...written, typeMode: "output" });
      const counted = rest.type === "integer" && rest.default !== undefined ? { default: Number(rest.default) } : {};
      return {
        name,
        in: where,
        required: where === "path" || form.type !== "optional",
        ...(description === undefined ? {} : { description }),
        schema: { ...rest, ...counted },
      };
    }),
  );
  return parameters.length === 0 ? {} : { parameters };
}

/** Every answer under the name that its address gives it, and what they share under names of its own. */
function componentSchemas(): Record<string, JsonSchema> {
  const answers = [
    ...endpoints.flatMap(({ answer, post }) => (post === undefined ? [answer] : [answer, post.body])),
    ...Object.values(bulkFiles).map(({ line }) => line),
  ];
  const named: Record<string, v.GenericSchema> = {
    ...Object.fromEntries(answers.map(({ name, schema: form }) => [name, form])),
    Problem: schema.problem,
    Turn: schema.turn,
    Correction: schema.amendment,
    Topic: schema.topic,
    Thing: schema.registerItem,
  };
  return toJsonSchemaDefs(named, {
    ...written,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  });
}

function ref(name: string) {
  return { schema: { $ref: `#/components/schemas/${name}` } };
}
