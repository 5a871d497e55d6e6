import type { deskEs } from "./desk-es.ts";

type Words = {
  readonly [Key in keyof typeof deskEs]: (typeof deskEs)[Key] extends string ? string : (typeof deskEs)[Key];
};

/** What the shell of the desk says, in English. */
export const deskEn: Words = {
  deskName: "Desk",
  deskBoard: "Board",
  deskAdministration: "Administration",
  deskLeave: "Sign out",
  deskToSite: "See the public site",
  deskGoHome: "Back to the board",
  deskWelcome: (name) => `Hello, ${name}`,
  deskNoRights: "You have no rights in this office yet: ask an administrator for them.",
  deskNotFound: "There is nothing here that you may see",
  deskForbidden: "You may not do that",
  deskRefused: "That could not be done",
  deskWritten: "What you wrote",
  deskFailed: "Something failed on our side, and was noted. What you typed is not lost: go back and send it again.",
  deskExpiredTitle: "Your session has ended",
  deskExpired: "Nothing that you typed is lost: sign in again in another tab, and send it once more.",
  deskExpiredEnter: "Sign in again (opens another tab)",
  deskExpiredReturn: "Come back to this tab and send what you typed:",
  deskSendAgain: "Send again",
  deskAgainTitle: "Confirm what you send",
  deskAgain: "You signed in anew after this form was opened. What you typed is complete: send it once more.",

  enterTitle: "Sign in to the desk",
  enterLeft: "Your session is closed.",
  enterLinkOver: "This link is over",
  enterLinkOverText: "Each link opens once and expires soon. Ask for another.",
  enterFirstTitle: "Welcome",
  enterFirstText: (office) =>
    `You will be the first to administer ${office} on this site. You can write, edit and publish, keep the register, and invite the others.`,
  enterAs: (name) => `Sign in as ${name}`,
  enterAsText: (office, email) => `${office} · ${email}. This link works once.`,
  enterButton: "Sign in",
  officerName: "Full name",
  officerEmail: "Mail address",
  officerLanguage: "Language of the desk",
};
