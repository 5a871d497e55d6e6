import type { Command } from "./command.ts";

/** Every command by its name, loaded when it is called for: starting to serve should not wait for the others. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).start,
  init: async () => (await import("./init.ts")).init,
  enter: async () => (await import("./enter.ts")).enter,
  publish: async () => (await import("./publish.ts")).publish,
  correct: async () => (await import("./correct.ts")).correct,
  withdraw: async () => (await import("./withdraw.ts")).withdraw,
  topics: async () => (await import("./topics.ts")).topics,
  "topics add": async () => (await import("./topics.ts")).addTopic,
  "import statements": async () => (await import("./import-statements.ts")).importStatements,
  "import register": async () => (await import("./import-register.ts")).importRegister,
  "register as-of": async () => (await import("./register-as-of.ts")).registerAsOfCommand,
  "register appoint": async () => (await import("./register-appoint.ts")).registerAppointCommand,
  "register end": async () => (await import("./register-end.ts")).registerEndCommand,
  "register act": async () => (await import("./register-act.ts")).registerActCommand,
  "register leave": async () => (await import("./register-leave.ts")).registerLeaveCommand,
  "register change": async () => (await import("./register-change.ts")).registerChangeCommand,
  "register handover": async () => (await import("./register-handover.ts")).registerHandoverCommand,
  "register vacancy": async () => (await import("./register-vacancy.ts")).registerVacancyCommand,
  "register confirm": async () => (await import("./register-confirm.ts")).registerConfirmCommand,
  "register audit": async () => (await import("./register-audit.ts")).registerAuditCommand,
  "register export": async () => (await import("./register-export.ts")).registerExportCommand,
  verify: async () => (await import("./verify.ts")).verify,
  audit: async () => (await import("./audit.ts")).audit,
};
