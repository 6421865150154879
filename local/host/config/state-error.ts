/** What is wrong with the host's state folder, said to whoever started the host: how it is, and what to do. */
export class StateError extends Error {}
