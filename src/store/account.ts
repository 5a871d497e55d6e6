import { homedir, userInfo } from "node:os";

/** The name of the account that runs this; undefined where it has none, as in a container under a bare number. */
export function accountName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** The same for people to read: the account's number where it has no name. */
export function accountInWords(): string {
  return accountName() ?? `uid ${process.getuid?.() ?? "unknown"}`;
}

/** Undefined for an account without a name, where HOME does not say either. */
export function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
