/** Something that could not be listed, read or handled: the request can't end `completed`. Names nobody. */
export interface Gap {
  code: string;
  /** Resource type, or the kind of thing that isn't handled. */
  type: string;
  /** ARM id of the workspace. */
  workspace?: string;
  /** What it is about: a container name, a count, Azure's error code. Never an identifier of the subject. */
  detail?: string;
}
