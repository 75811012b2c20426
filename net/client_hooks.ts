import type { RawAnswer } from "./client_reply.ts";
import type { RequestHeaders } from "./request.ts";

/** What a hook may change of an attempt before it is sent. */
export interface HookRequest {
  /** The method, in capitals. */
  readonly method: string;
  /** Where to; another one may be put in its place. */
  url: URL;
  /** What is sent along; may be changed. */
  readonly headers: Headers;
  /** What the caller sends, as the caller gave it. */
  readonly body: unknown;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** Fires when the attempt is given up. */
  readonly signal: AbortSignal;
}

/** What of a request may be another the next time. */
export interface AgainOptions {
  /** Where to. */
  url?: string | URL | undefined;
  /** Headers in place of those of the same name; undefined removes one. */
  headers?: RequestHeaders | undefined;
}

/** What a hook may do with an answer. */
export interface HookAnswer {
  /** What was asked. */
  readonly request: HookRequest;
  /**
   * Sends the request once more, within the same attempt, and gives its answer; `afterResponse` is not called for it. Of
   * the answer before it, no more than 64 KiB are read.
   */
  again(options?: AgainOptions): Promise<RawAnswer>;
}

/** Called before each attempt: may change its headers and URL, or answer it by returning a `Response`. */
export type BeforeRequestHook = (request: HookRequest) => MaybePromise<Response | undefined | void>;

/** Called with each attempt's answer before its status is looked at: may return another answer to use. */
export type AfterResponseHook = (
  answer: RawAnswer,
  context: HookAnswer,
) => MaybePromise<Response | RawAnswer | undefined | void>;

/** Called before each further attempt, after the wait, with what the one before failed with. */
export type RetryHook = (error: unknown, request: HookRequest) => MaybePromise<void>;

/** Called with what a request failed with in the end: may return another error to throw. */
export type ErrorHook = (error: Error, request: HookPlace) => MaybePromise<Error | undefined | void>;

/**
 * A value, or a promise of one.
 *
 * @typeParam T What it is.
 */
export type MaybePromise<T> = T | PromiseLike<T>;

/** Functions that are called on the way of each request, one after another, each waited for. */
export interface ClientHooks {
  /** Called before each attempt: may change its headers and URL, or answer it. */
  beforeRequest?: readonly BeforeRequestHook[] | undefined;
  /**
   * Called with each attempt's answer: may give another one. What it reads of the answer by `bytes`, `text` or `json` can
   * be read again.
   */
  afterResponse?: readonly AfterResponseHook[] | undefined;
  /** Called before each further attempt; before `beforeRequest`. */
  onRetry?: readonly RetryHook[] | undefined;
  /** Called when a request has failed in the end, but not when it was cancelled: may give another error. */
  onError?: readonly ErrorHook[] | undefined;
}

/** What failed. */
export interface HookPlace {
  /** The method, in capitals. */
  readonly method: string;
  /** Where to. */
  readonly url: URL;
}
