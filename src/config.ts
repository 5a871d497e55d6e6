import { isAbsolute, join, resolve } from "node:path";
import type { OidcSettings } from "./access/oidc.ts";
import { Fault } from "./fault.ts";
import { homeFolder } from "./store/account.ts";

export type Config = {
  /** The folder of this installation, absolute. */
  data: string;
  port: number;
  host: string;
  /** The address readers use, without a slash at its end; by default that of host and port. */
  url?: string;
  /** Where the newest signed checkpoint is kept: a file or a postgres:// address; by default a file in `data`. */
  lock?: string;
  /** The register a new installation is founded with: a name under packs/, or a folder. */
  pack: string;
  databaseUrl?: string;
  smtpUrl?: string;
  /** The address that the office's mails come from; by default voceria@ the host that readers use. */
  mailFrom?: string;
  /** The identity provider that officers may sign in with. */
  oidc?: OidcSettings;
  /** The most that an attached file may have, in bytes. */
  largestFile: number;
  /** How many may follow a briefing at once in this process. */
  liveViewers: number;
  /** Where everything public is also written as files, absolute; by default nowhere. */
  files?: string;
  /** Whether X-Forwarded-* comes from a proxy that we trust. */
  behindProxy: boolean;
};

type Setting = { env: string; value?: string; says: string; default?: string };
export type SettingName = keyof typeof settings;
export type Settings = Partial<Record<SettingName, string | boolean>>;

/** Every setting, by the name of its flag. A flag wins over the environment. */
export const settings = {
  data: {
    env: "VOCERIA_DATA",
    value: "FOLDER",
    says: "where this installation keeps its database, key and lock",
    default: "/var/lib/voceria for root, else voceria in your data folder",
  },
  port: { env: "VOCERIA_PORT", value: "N", says: "the port to serve on", default: "8080" },
  host: { env: "VOCERIA_HOST", value: "ADDRESS", says: "the network address to serve on", default: "127.0.0.1" },
  url: { env: "VOCERIA_URL", value: "URL", says: "the address readers use", default: "http://HOST:PORT" },
  lock: {
    env: "VOCERIA_LOCK",
    value: "FILE|URL",
    says: "where the newest signed checkpoint is kept, against forks",
    default: "record.lock in the data folder",
  },
  pack: { env: "VOCERIA_PACK", value: "NAME|FOLDER", says: "what a new installation starts from", default: "segegob" },
  "database-url": {
    env: "DATABASE_URL",
    value: "URL",
    says: "a PostgreSQL of your own, 15 or later",
    default: "one that starts and stops with Vocería",
  },
  "smtp-url": {
    env: "SMTP_URL",
    value: "URL",
    says: "the mail relay",
    default: "none: mails are kept in outbox/ in the data folder",
  },
  "mail-from": {
    env: "VOCERIA_MAIL_FROM",
    value: "ADDRESS",
    says: "the address that the office's mails come from",
    default: "voceria@ the host of --url",
  },
  "oidc-issuer": {
    env: "VOCERIA_OIDC_ISSUER",
    value: "URL",
    says: "the identity provider that officers may sign in with",
  },
  "oidc-client-id": { env: "VOCERIA_OIDC_CLIENT_ID", value: "ID", says: "this office's client there" },
  "oidc-client-secret": {
    env: "VOCERIA_OIDC_CLIENT_SECRET",
    value: "SECRET",
    says: "and its secret: better in the environment, where no list of processes shows it",
  },
  "oidc-scope": {
    env: "VOCERIA_OIDC_SCOPE",
    value: "WORDS",
    says: "what is asked of it (ClaveÚnica: openid run name)",
    default: "openid email profile",
  },
  "oidc-name": {
    env: "VOCERIA_OIDC_NAME",
    value: "NAME",
    says: "how the button calls it",
    default: "the host of the provider",
  },
  "oidc-userinfo": {
    env: "VOCERIA_OIDC_USERINFO",
    value: "get|post",
    says: "how its userinfo is asked (ClaveÚnica: post)",
    default: "get",
  },
  "largest-file": {
    env: "VOCERIA_LARGEST_FILE",
    value: "MB",
    says: "the most that an attached file may have, in MB (pictures: 31 at most)",
    default: "200",
  },
  "live-viewers": {
    env: "VOCERIA_LIVE_VIEWERS",
    value: "N",
    says: "how many may follow a briefing at once in this process; others ask by and by",
    default: "20000",
  },
  files: {
    env: "VOCERIA_FILES",
    value: "FOLDER",
    says: "where everything public is also written as files, for nginx or an object store",
    default: "nowhere",
  },
  "behind-proxy": { env: "VOCERIA_BEHIND_PROXY", says: "trust the addresses that a proxy in front forwards" },
} as const satisfies Record<string, Setting>;

/** Read by the tests alone; known here so that a test may start the program without being refused. */
const known = new Set<string>(["VOCERIA_TEST_DATABASE_URL", ...Object.values(settings).map((setting) => setting.env)]);

/** Flags over environment over defaults. Fault("usage") names the setting that is unknown or malformed. */
export function readConfig(
  flags: Settings = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  for (const name of Object.keys(env)) {
    if (name.startsWith("VOCERIA_") && !known.has(name))
      throw new Fault(
        "usage",
        `${name} in the environment is not a setting of Vocería; "voceria start --help" lists them.`,
      );
  }
  function read<T>(name: SettingName, parse: (text: string, called: string) => T): T | undefined {
    const flag = flags[name];
    if (flag !== undefined && flag !== false) return parse(flag === true ? "yes" : flag, `--${name}`);
    const text = env[settings[name].env];
    return text === undefined || text === "" ? undefined : parse(text, settings[name].env);
  }
  const data = read("data", folder);
  const config: Config = {
    // Looked for when it is asked for: a command that keeps no data needs no home.
    get data() {
      return data ?? defaultData(env);
    },
    port: read("port", port) ?? 8080,
    host: read("host", host) ?? "127.0.0.1",
    pack: read("pack", filled) ?? "segegob",
    largestFile: read("largest-file", megabytes) ?? 200_000_000,
    liveViewers: read("live-viewers", count) ?? 20_000,
    behindProxy: read("behind-proxy", yesOrNo) ?? false,
  };
  const url = read("url", siteUrl);
  if (url !== undefined) config.url = url;
  // A proxy mostly asks us under 127.0.0.1: over plain http that would put the desk, and its cookies, on the network.
  if (config.behindProxy && url?.startsWith("https:") !== true)
    throw new Fault(
      "usage",
      "--behind-proxy needs --url https://…: the proxy serves readers and the desk over https (docs/operating.md).",
    );
  const files = read("files", folder);
  if (files !== undefined) config.files = files;
  const lock = read("lock", lockPlace);
  if (lock !== undefined) config.lock = lock;
  const databaseUrl = read("database-url", (text, called) =>
    urlOf(text, called, ["postgres:", "postgresql:"], "postgres://user:password@host/database"),
  );
  if (databaseUrl !== undefined) config.databaseUrl = databaseUrl;
  const smtpUrl = read("smtp-url", (text, called) => urlOf(text, called, ["smtp:", "smtps:"], "smtp://host:25"));
  if (smtpUrl !== undefined) config.smtpUrl = smtpUrl;
  const mailFrom = read("mail-from", mailAddress);
  if (mailFrom !== undefined) config.mailFrom = mailFrom;
  const oidc = readOidc(read);
  if (oidc !== undefined) config.oidc = oidc;
  return config;
}

type Read = <T>(name: SettingName, parse: (text: string, called: string) => T) => T | undefined;

function readOidc(read: Read): OidcSettings | undefined {
  const issuer = read("oidc-issuer", (text, called) =>
    urlOf(text, called, ["https:", "http:"], "https://login.example"),
  );
  const clientId = read("oidc-client-id", filled);
  const clientSecret = read("oidc-client-secret", (text) => text);
  const scope = read("oidc-scope", filled);
  const name = read("oidc-name", filled);
  const userinfo = read("oidc-userinfo", getOrPost);
  if (issuer === undefined && clientId === undefined) {
    if (clientSecret !== undefined || scope !== undefined || name !== undefined || userinfo !== undefined)
      throw new Fault(
        "usage",
        "--oidc-issuer and --oidc-client-id name the identity provider; the other --oidc settings need them.",
      );
    return undefined;
  }
  if (issuer === undefined || clientId === undefined)
    throw new Fault(
      "usage",
      "--oidc-issuer and --oidc-client-id go together: the provider, and this office's client there.",
    );
  return {
    issuer,
    clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    scope: scope ?? "openid email profile",
    name: name ?? new URL(issuer).host,
    userinfo: userinfo ?? "get",
  };
}

function getOrPost(text: string, called: string): "get" | "post" {
  if (text === "get" || text === "post") return text;
  throw malformed(called, text, "get or post");
}

function defaultData(env: Readonly<Record<string, string | undefined>>): string {
  if (process.getuid?.() === 0) return "/var/lib/voceria";
  const given = env["XDG_DATA_HOME"];
  if (given !== undefined && isAbsolute(given)) return join(given, "voceria");
  const home = homeFolder();
  if (home === undefined)
    throw new Fault(
      "usage",
      "This account has no home folder: say where to keep the data with --data or VOCERIA_DATA.",
    );
  return join(home, ".local/share/voceria");
}

function filled(text: string, called: string): string {
  if (text.trim() === "" || text.includes("\0")) throw malformed(called, text, "a name or a folder");
  return text;
}

function folder(text: string, called: string): string {
  return resolve(filled(text, called));
}

function port(text: string, called: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw malformed(called, text, "a port from 0 (any free one) to 65535");
  return value;
}

function host(text: string, called: string): string {
  if (!/^[A-Za-z0-9.:_%-]+$/.test(text)) throw malformed(called, text, "a host name or an IP address without a port");
  return text;
}

function siteUrl(text: string, called: string): string {
  const url = urlOf(text, called, ["http:", "https:"], "https://vocería.example");
  const { pathname, search, hash } = new URL(url);
  if (pathname !== "/" || search !== "" || hash !== "")
    throw malformed(called, text, "an address without a path, such as https://voceria.example");
  return new URL(url).origin;
}

function mailAddress(text: string, called: string): string {
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text))
    throw malformed(called, text, "a mail address, such as prensa@example.cl");
  return text;
}

function lockPlace(text: string, called: string): string {
  return /^postgres(ql)?:/.test(text)
    ? urlOf(text, called, ["postgres:", "postgresql:"], "postgres://user:password@host/database")
    : folder(text, called);
}

function megabytes(text: string, called: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw malformed(called, text, "a whole number of megabytes from 1 to 9999");
  return Number(text) * 1_000_000;
}

function count(text: string, called: string): number {
  if (!/^\d{1,6}$/.test(text)) throw malformed(called, text, "a whole number from 0 to 999999");
  return Number(text);
}

function yesOrNo(text: string, called: string): boolean {
  if (["yes", "true", "1"].includes(text)) return true;
  if (["no", "false", "0"].includes(text)) return false;
  throw malformed(called, text, "yes or no");
}

/** The text itself is not repeated where it may hold a password. */
function urlOf(text: string, called: string, protocols: readonly string[], example: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !protocols.includes(url.protocol))
    throw new Fault("usage", `${called} is not an address of the form ${example}.`);
  return text;
}

function malformed(called: string, text: string, wanted: string): Fault {
  return new Fault("usage", `${called} is ${JSON.stringify(text)}; it takes ${wanted}.`);
}
