/** Queues and the connection to the account they are in. */
export const queues = {
  /** Prefix of the settings `RequestStorage__queueServiceUri`, `RequestStorage__credential`, `RequestStorage__clientId`. */
  connection: 'RequestStorage',
  /** Requests from ticketing systems. */
  requests: 'privacy-requests',
  /** Messages that are not requests. */
  poison: 'privacy-requests-poison',
  /** Results of finished requests. */
  results: 'privacy-results',
} as const;
