import { Hono } from "hono";
import {
  briefingsDeskPage,
  changeBriefingAct,
  changeBriefingPage,
  newBriefingPage,
  planBriefingAct,
} from "./briefings-list.ts";
import { addHandAct, stepHandAct } from "./briefings-hand-acts.ts";
import { briefingHands } from "./briefings-hands.ts";
import {
  captionAddressesPage,
  endCaptionAddressAct,
  makeCaptionAddressAct,
  markVoiceAct,
} from "./briefings-captions.ts";
import { pasteVttAct, setMediaAct } from "./briefings-media.ts";
import { journalistsFound } from "./briefings-press.ts";
import {
  briefingDeskPage,
  briefingTurns,
  changeTurnAct,
  changeWhoAct,
  pasteTurnsAct,
  speakerIn,
  stepBriefingAct,
  turnSent,
  typeTurnAct,
} from "./briefings-page.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { deskAct, deskPage, deskSend } from "./handlers.ts";
import { orAgain } from "./refused.ts";

/** A form on the briefing's page: refused, it stands there again with what was typed. */
function orBriefing(act: (request: DeskRequest, form: FormData) => Promise<Response>) {
  return (request: DeskRequest, form: FormData) =>
    orAgain(
      form,
      () => act(request, form),
      (refused) => briefingDeskPage(request, refused),
    );
}

/** Briefings: prepared, announced, opened, typed while they happen, closed. */
export function briefingsDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const one = "/desk/briefings/:id{[1-9][0-9]{0,14}}";
  const page = (path: string, make: (request: DeskRequest) => Promise<Response>) => app.get(path, deskPage(desk, make));
  const act = (path: string, make: (request: DeskRequest, form: FormData) => Promise<Response>) =>
    app.post(path, deskAct(desk, make));

  page("/desk/briefings", briefingsDeskPage);
  page("/desk/briefings/new", (request) => newBriefingPage(request));
  act("/desk/briefings", planBriefingAct);
  page(one, (request) => briefingDeskPage(request));
  page(`${one}/edit`, (request) => changeBriefingPage(request));
  page(`${one}/turns`, briefingTurns);
  act(one, changeBriefingAct);
  act(`${one}/step`, stepBriefingAct);
  act(`${one}/turns`, typeTurnAct);
  act(`${one}/turns/:turn{[1-9][0-9]{0,14}}`, changeTurnAct);
  page(`${one}/hands`, briefingHands);
  act(`${one}/hands`, addHandAct);
  act(`${one}/hands/:hand{[1-9][0-9]{0,14}}`, stepHandAct);
  act(`${one}/turns/:turn{[1-9][0-9]{0,14}}/who`, changeWhoAct);
  act(`${one}/paste`, pasteTurnsAct);
  act(`${one}/vtt`, orBriefing(pasteVttAct));
  act(`${one}/media`, orBriefing(setMediaAct));
  page(`${one}/press`, journalistsFound);
  page(`${one}/captions`, (request) => captionAddressesPage(request));
  act(`${one}/captions`, makeCaptionAddressAct);
  act(`${one}/captions/mark`, (request, form) =>
    markVoiceAct(
      request,
      form,
      speakerIn((name) => fieldOf(form, name)),
    ),
  );
  act(`${one}/captions/:address{[1-9][0-9]{0,14}}/end`, endCaptionAddressAct);
  app.post(`${one}/send`, deskSend(desk, turnSent));
  return app;
}
