import type { handsEs } from "./hands-es.ts";

/** The same in English. */
export const handsEn: typeof handsEs = {
  handsTitle: "Queue of questions",
  handsLead: "Who asked for the floor and what was sent in. Nothing of this is public.",
  handsNone: "Nobody is waiting.",
  handsCalled: "Has the floor",
  handsWaiting: "Waiting",
  handsSettled: (count: number) => `Settled (${count})`,
  handsLeft: "Sent in and not asked",
  handsLeftLead: "Each is opened as a question, linked to this briefing, or left as not taken.",
  handsSince: (time: string) => `Waiting since ${time}`,
  handsHeard: (count: number) =>
    count === 0
      ? "their outlet has not asked yet"
      : count === 1
        ? "their outlet has asked once"
        : `their outlet has asked ${count} times`,
  handsSentIn: "Sent in",
  handMove_call: "Give the floor",
  handMove_pass: "Pass",
  handMove_withdraw: "Withdraw",
  handMove_return: "Back to the queue",
  handMove_ask: "Open as a question",
  handMove_leave: "Not taken",
  handUp: (name: string) => `Move ${name} up`,
  handDown: (name: string) => `Move ${name} down`,
  handType: "Type their question",
  handsUnfinished: "They have the floor. Add what you are typing first; then, “Type their question”.",
  handState: {
    waiting: "In the queue",
    called: "Has the floor",
    passed: "Passed",
    withdrawn: "Withdrawn",
    asked: "Open question",
    "not-taken": "Not taken",
  },
  handAsked: "Asked",
  handAdd: "Add somebody",
  handJournalist: "Journalist accredited today",
  handOther: "Somebody else, typed below",
  handWithoutOutlet: "No outlet",
  handText: "The question, if it was sent in",
  handAddSend: "Put in the queue",
  handsPending: (count: number) =>
    count === 1 ? "1 question sent in to decide on" : `${count} questions sent in to decide on`,

  ownHands: "Briefings",
  ownHandsLead:
    "While your accreditation is in force you can ask for the floor or send a question in. Only the office sees it.",
  ownHandsNotAccredited: "Asking for the floor or sending questions in takes an accreditation that is in force.",
  ownHandsNone: "No briefing is announced or on.",
  ownHandText: "Your question",
  ownHandTextHint: "Leave it empty to ask for the floor alone.",
  ownHandSend: "Send",
  ownHandSent:
    "It is in the queue and the office sees it. Below it says where it stands; you can take it back while it waits.",
  ownHandWithdraw: "Withdraw",
  ownHandRaised: "Asked for the floor",
  ownHandState: {
    waiting: "In the queue",
    called: "You were given the floor",
    passed: "In the queue, passed for now",
    withdrawn: "Withdrawn",
    asked: "It is an open question: you will be answered",
    "not-taken": "Not taken",
  },

  turnUntake: "Not pending any more",
};
