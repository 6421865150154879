/** Something that the person at the terminal can mend: the message says what and how, a stack would only hide it. */
export class UserError extends Error {}
