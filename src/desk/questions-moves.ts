import { correctAnswer } from "../press/correct-answer.ts";
import { publishAnswer } from "../press/publish-answer.ts";
import { withdrawAnswer } from "../press/withdraw-answer.ts";
import {
  answerOnBackground,
  assignQuestion,
  closeQuestion,
  declineQuestion,
  hideQuestion,
  reopenQuestion,
  saveAnswer,
  showQuestion,
  takeQuestion,
} from "../press/work-question.ts";
import { Fault } from "../fault.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { questionPage } from "./questions-page.ts";
import { orAgain } from "./refused.ts";

/** What is done with a question; refused, its page is given again with what was typed. */
export async function questionAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { c } = request;
  const id = Number(c.req.param("id"));
  return orAgain(
    form,
    async () => {
      await act(request, id, c.req.param("move") ?? "", form);
      return seeOther(request, `/desk/questions/${id}`);
    },
    (refused) => questionPage(request, refused),
  );
}

async function act({ desk, actor }: DeskRequest, id: number, move: string, form: FormData): Promise<unknown> {
  const { db, means } = desk.installation;
  const field = (name: string) => fieldOf(form, name);
  const reason = field("reason");
  switch (move) {
    case "take":
      return takeQuestion(db, id, actor, means);
    case "assign": {
      const lines = fieldsOf(form, "line").map(Number);
      return assignQuestion(db, id, { to: Number(field("to")), lines }, actor, means);
    }
    case "show":
      return showQuestion(db, id, { text: field("shownText") }, actor, means);
    case "hide":
      return hideQuestion(db, id, actor, means);
    case "answer": {
      const kind = field("kind") === "declined" ? "declined" : "answer";
      return saveAnswer(db, id, { kind, body: field("body"), version: Number(field("version")) }, actor, means);
    }
    case "publish": {
      const topics = fieldsOf(form, "topic");
      const given = { version: Number(field("version")), speaker: field("speaker"), topics, reason };
      return publishAnswer(db, id, given, actor, means);
    }
    case "background":
      return answerOnBackground(db, id, { text: field("told") }, actor, means);
    case "decline":
      return declineQuestion(db, id, { reason }, actor, means);
    case "close":
      return closeQuestion(db, id, { reason }, actor, means);
    case "reopen":
      return reopenQuestion(db, id, actor, means);
    case "correct": {
      const correction = { text: field("corrected"), note: field("note"), severity: field("severity") };
      return correctAnswer(db, field("number"), { edition: Number(field("edition")), ...correction }, actor, means);
    }
    case "withdraw":
      return withdrawAnswer(db, field("number"), { reason }, actor, means);
    default:
      throw new Fault("not-found", "");
  }
}
