import type { Answers } from "../press/find-answer.ts";
import type { PublicQuestion } from "../press/find-question.ts";

/** A question as data, with what was answered where that is given: what `/questions/{number}.json` says. */
export function questionJson(url: string, question: PublicQuestion, answers?: Answers) {
  const { number, askedAt, takenAt, endedAt, ...rest } = question;
  return {
    number,
    url: `${url}/questions/${number}`,
    askedAt: askedAt.toISOString(),
    takenAt: takenAt?.toISOString(),
    endedAt: endedAt?.toISOString(),
    ...rest,
    ...(answers === undefined ? {} : { answer: answerJson(answers) }),
  };
}

function answerJson({ editions, withdrawal }: Answers) {
  return {
    editions: editions.map(({ edition, content, entry, commitment, publishedAt }) => ({
      edition,
      entry,
      commitment,
      publishedAt: publishedAt.toISOString(),
      content,
    })),
    ...(withdrawal === undefined ? {} : { withdrawal: { ...withdrawal, at: withdrawal.at.toISOString() } }),
  };
}
