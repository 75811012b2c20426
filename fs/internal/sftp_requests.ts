/** How many bytes one request carries: what every server takes. */
export const REQUEST_BYTES = 32_768;

/** How many requests are under way at a time. */
export const REQUESTS_AT_A_TIME = 16;
