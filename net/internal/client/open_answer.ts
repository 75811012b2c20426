import { showAs } from "../../../internal/show.ts";
import type { RawAnswer } from "../../client_reply.ts";
import type { StandardSchema } from "../../standard_schema.ts";
import type { Answer } from "../answer.ts";
import { type BytesPlace, decoderFor, parseAnswer, parseJson } from "../parse_answer.ts";
import { failedStatus, statusError } from "../failed_status.ts";
import type { HttpError } from "../../http_error.ts";
import type { RequestPlan } from "../request_plan.ts";
import { BodySource } from "./body_source.ts";
import { checkedBySchema } from "./check_schema.ts";
import type { ClientRequest } from "./client_request.ts";

/** What an answer needs to know of its request. */
export type AskedFor = Pick<ClientRequest, "parseJson" | "signals"> & {
  readonly plan: Pick<RequestPlan, "method" | "maxBytes">;
};

/** An answer whose body has not been read yet, or is kept to be read again. */
export class OpenAnswer implements RawAnswer {
  static {
    showAs(OpenAnswer, ({ status, statusText, url, headers }) => ({ status, statusText, url, headers }), "RawAnswer");
  }

  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Its body. */
  readonly body: BodySource;
  /** Resolves when nothing more is read. */
  readonly released: Promise<void>;
  /** The answer. */
  readonly answer: Answer;
  readonly #isEmpty: boolean;
  readonly #parse: AskedFor["parseJson"];
  readonly #signals: AskedFor["signals"];
  #bytes: Uint8Array | undefined;

  /**
   * Takes an answer, unread.
   *
   * @param answer The answer.
   * @param request What was asked.
   */
  constructor(answer: Answer, { plan: { method, maxBytes }, parseJson, signals }: AskedFor) {
    this.status = answer.status;
    this.statusText = answer.statusText;
    this.headers = answer.headers;
    this.answer = answer;
    this.#parse = parseJson;
    this.#signals = signals;
    this.#isEmpty = method === "HEAD" || !answer.hasBody;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.released = promise;
    this.body = new BodySource(answer, maxBytes, this.#isEmpty, resolve);
  }

  get httpVersion(): string | undefined {
    return this.answer.httpVersion;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  get url(): string {
    return this.answer.request.url.href;
  }

  /** Fires when the server's time, or that of the whole request, is over. */
  get signal(): AbortSignal | undefined {
    return this.answer.signal;
  }

  async bytes(): Promise<Uint8Array> {
    return this.#bytes = await this.body.whole();
  }

  async text(): Promise<string> {
    return decoderFor(this.#contentType, false).decode(await this.bytes());
  }

  async blob(): Promise<Blob> {
    return new Blob([await this.bytes() as Uint8Array<ArrayBuffer>], { type: this.#contentType });
  }

  async json<Output>(schema?: StandardSchema<Output>): Promise<Output> {
    const value = parseJson(await this.bytes(), this.#place);
    return schema === undefined ? value as Output : await checkedBySchema(value, schema, this.#place, this.#signals);
  }

  /**
   * Reads the body as its content type says.
   *
   * @returns The value; undefined where there is none.
   */
  async parsed(): Promise<unknown> {
    const bytes = await this.bytes();
    return this.#isEmpty ? undefined : parseAnswer(bytes, this.#place);
  }

  stream(): ReadableStream<Uint8Array> {
    this.body.take();
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const chunk = await this.body.next();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: () => this.body.close(),
    }, { highWaterMark: 0 });
  }

  close(): Promise<void> {
    this.body.close();
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * Makes the error of an answer whose status is not one of success.
   *
   * @returns The error.
   */
  async failure(): Promise<HttpError> {
    if (this.#bytes !== undefined) return statusError(this.answer, this.#bytes);
    this.answer.resume();
    const error = await failedStatus(this.answer);
    this.body.forget();
    return error;
  }

  get #contentType(): string {
    return this.headers.get("content-type") ?? "";
  }

  get #place(): BytesPlace {
    const { status } = this;
    return { url: this.answer.request.url, status, contentType: this.#contentType, parse: this.#parse };
  }
}
