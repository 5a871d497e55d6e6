import type { KeepingAct } from "../newsroom/keep-register.ts";
import { type Html, html } from "../page/html.ts";
import type { DeskRequest } from "./context.ts";
import { actFields, capacitiesOf, type KeeperField } from "./keeper-acts.ts";

/** What a field begins with: typed before, or handed along in the address. */
export type Begun = { of: (name: string) => string; checked: (name: string, value: string) => boolean };

/** All that an act asks for, its source last. `who`, `things` and `retracted` are drawn by the caller, who knows what was chosen. */
export function keeperFields(
  request: DeskRequest,
  act: KeepingAct,
  begun: Begun,
  chosen: { who: Html; things: Html; retracted: Html },
): Html {
  const { t } = request;
  const { fields, more = [] } = actFields[act];
  const draw = (field: KeeperField) =>
    field === "who" || field === "things" || field === "retracted"
      ? chosen[field]
      : fieldFor(request, act, field, begun);
  const opened = more.some((field) => begun.of(field) !== "");
  return html`${fields.map(draw)} ${sourceFields(request, begun)}
  ${
    more.length > 0 &&
    html`<details ${opened && html` open`}>
      <summary>${t.field_more}</summary>
      <div class="form">${more.map(draw)}</div>
    </details>`
  }`;
}

type Words = Parameters<typeof line>[0];

function fieldFor(request: DeskRequest, act: KeepingAct, field: KeeperField, begun: Begun): Html {
  const { t } = request;
  const input = (words: Omit<Words, "value">) => line({ ...words, value: begun.of(words.name) });
  switch (field) {
    case "person":
      return found({
        name: "person",
        label: t.field_person,
        hint: t.field_personHint,
        from: "people",
        value: begun.of("person"),
        required: true,
      });
    case "personMaybe":
      return found({
        name: "person",
        label: t.field_personMaybe,
        hint: t.field_personMaybeHint,
        from: "people",
        value: begun.of("person"),
      });
    case "outgoing":
      return found({
        name: "outgoing",
        label: t.field_outgoing,
        hint: t.field_outgoingHint,
        from: "people",
        value: begun.of("outgoing"),
      });
    case "post":
      return found({
        name: "post",
        label: t.field_post,
        hint: t.field_postHint,
        from: "posts",
        value: begun.of("post"),
      });
    case "gender":
      return choose(
        "gender",
        t.field_gender,
        begun,
        (["", "feminine", "masculine"] as const).map((one) => [one, t[`field_gender_${one === "" ? "none" : one}`]]),
      );
    case "capacity":
      return choose(
        "capacity",
        t.field_capacity,
        begun,
        (capacitiesOf[act] ?? []).map((one) => [one, t[`capacity_${one}`]]),
      );
    case "from":
      return input({ name: "from", label: t.field_from, hint: t.field_dateHint, required: act !== "leave" });
    case "until":
      return input({ name: "until", label: t.field_until, hint: t.field_untilHint });
    case "on":
      return input({ name: "on", label: t.field_on, hint: t.field_dateHint, required: true });
    case "at":
      return input({ name: "at", label: t.field_at, hint: t.field_atHint, required: true });
    case "since":
      return input({ name: "since", label: t.field_since, hint: t.field_dateHint });
    case "day":
      return html`<label>${t.field_day}<input type="date" name="day" value="${begun.of("day")}" required /></label>`;
    case "start":
      return input({ name: "start", label: t.field_start, hint: `${t.field_dateHint} ${t.field_startHint}` });
    case "end":
      return input({ name: "end", label: t.field_end, hint: `${t.field_dateHint} ${t.field_endHint}` });
    case "change":
      return html`<fieldset>
        <legend>${t.field_change}</legend>
        ${(["correction", "change"] as const).map(
          (one) =>
            html`<label
              ><input type="radio" name="change" value="${one}" ${(begun.of("change") || "correction") === one && html` checked`} />
              <span>${t[`field_change_${one}`]}</span></label
            >`,
        )}
      </fieldset>`;
    case "reason":
    case "why":
      return html`<label
        >${t.field_reason}<small>${t.field_reasonHint}</small
        ><textarea name="${field}" rows="3" maxlength="2000" class="few" ${field === "reason" && html` required`}>${begun.of(field)}</textarea>
      </label>`;
    case "note":
      return input({ name: "note", label: t.field_note });
    case "rank":
      return input({ name: "rank", label: t.field_rank });
    case "seat":
      return input({ name: "seat", label: t.field_seat });
    case "leave":
      return html`${tick("leave", t.field_leave, begun)} ${input({ name: "note", label: t.field_note })}`;
    case "vacant":
      return tick("vacant", t.field_vacant, begun);
    case "contested":
      return tick("contested", t.field_contested, begun);
    case "instrument":
      return html`<fieldset class="stacked">
        <legend>${t.field_instrument}</legend>
        ${input({ name: "instrument", label: t.field_instrumentName, hint: t.field_instrumentNameHint })}
        ${input({ name: "instrument-date", label: t.field_instrumentDate })}
        ${input({ name: "instrument-link", label: t.field_instrumentLink })}
      </fieldset>`;
    case "who":
    case "things":
    case "retracted":
      return html``;
  }
}

function sourceFields(request: DeskRequest, begun: Begun): Html {
  const { t } = request;
  const input = (words: Omit<Words, "value">) => line({ ...words, value: begun.of(words.name) });
  return html`<fieldset class="stacked">
    <legend>${t.field_source}</legend>
    ${input({ name: "source", label: t.field_sourceName, hint: t.field_sourceNameHint, required: true })}
    ${input({ name: "locator", label: t.field_locator, hint: t.field_locatorHint, required: true })}
    <label
      >${t.field_sourceDate}<small>${t.field_sourceDateHint}</small
      ><input type="date" name="source-date" value="${begun.of("source-date")}"
    /></label>
  </fieldset>`;
}

function line({
  name,
  label,
  hint,
  value,
  required = false,
}: {
  name: string;
  label: string;
  hint?: string;
  value: string;
  required?: boolean;
}): Html {
  return html`<label
    >${label}${hint !== undefined && html`<small>${hint}</small>`}<input
      name="${name}"
      value="${value}"
      maxlength="500"
      autocomplete="off"
      ${required && html` required`}
  /></label>`;
}

/** Typed, and chosen from what the register has: with a program as one types, without it after sending. */
export function found({
  name,
  label,
  hint,
  from,
  value,
  required = false,
}: Words & { from: "people" | "posts" }): Html {
  return html`<label
      >${label}<small>${hint}</small
      ><input
        name="${name}"
        value="${value}"
        maxlength="500"
        autocomplete="off"
        list="${name}-found"
        data-find="${from}"
        ${required && html` required`}
    /></label>
    <datalist id="${name}-found"></datalist>`;
}

function choose(name: string, label: string, begun: Begun, offered: readonly (readonly [string, string])[]): Html {
  return html`<label
    >${label}
    <select name="${name}">
      ${offered.map(([value, words]) => html`<option value="${value}" ${begun.of(name) === value && html` selected`}>${words}</option>`)}
    </select></label
  >`;
}

function tick(name: string, label: string, begun: Begun): Html {
  return html`<label class="choice"
    ><input type="checkbox" name="${name}" value="1" ${begun.checked(name, "1") && html` checked`} /> <span>${label}</span></label
  >`;
}
