/** A file is not as LevelDB writes it; the message says what and where. */
export class Damage extends Error {}
