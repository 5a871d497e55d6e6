import { Hono } from "hono";
import { speakerDayPage, todayOfSpeaker } from "./agenda-day.ts";
import { changeItemAct, changeItemPage, newItemPage, planItemAct } from "./agenda-form.ts";
import {
  agendaItemDeskPage,
  briefItemAct,
  cancelItemAct,
  publishItemAct,
  reinstateItemAct,
} from "./agenda-item-page.ts";
import { calendarLinksPage, endCalendarLinkAct, makeCalendarLinkAct, privateCalendar } from "./agenda-links.ts";
import { agendaDeskPage } from "./agenda-list.ts";
import type { DeskContext, DeskRequest } from "./context.ts";
import { deskAct, deskPage, visitorPage } from "./handlers.ts";

/** The agenda with what is internal, the day of whoever speaks, and the calendars that read it by an address of their own. */
export function agendaDesk(desk: DeskContext): Hono {
  const app = new Hono();
  const item = "/desk/agenda/:id{[1-9][0-9]{0,14}}";
  const page = (path: string, make: (request: DeskRequest) => Promise<Response>) => app.get(path, deskPage(desk, make));
  const act = (path: string, make: (request: DeskRequest, form: FormData) => Promise<Response>) =>
    app.post(path, deskAct(desk, make));

  page("/desk/agenda", agendaDeskPage);
  page("/desk/agenda/new", (request) => newItemPage(request));
  act("/desk/agenda", planItemAct);
  page("/desk/agenda/day", todayOfSpeaker);
  page("/desk/agenda/day/:day{[0-9]{4}-[0-9]{2}-[0-9]{2}}", speakerDayPage);
  page("/desk/agenda/links", (request) => calendarLinksPage(request));
  act("/desk/agenda/links", makeCalendarLinkAct);
  act("/desk/agenda/links/:link{[1-9][0-9]{0,14}}/end", endCalendarLinkAct);
  app.get("/desk/agenda/calendar/:file{[A-Za-z0-9_-]+\\.ics}", visitorPage(desk, privateCalendar));
  page(item, (request) => agendaItemDeskPage(request));
  page(`${item}/edit`, (request) => changeItemPage(request));
  act(item, changeItemAct);
  act(`${item}/publish`, publishItemAct);
  act(`${item}/cancel`, cancelItemAct);
  act(`${item}/reinstate`, reinstateItemAct);
  act(`${item}/briefing`, briefItemAct);
  return app;
}
