import { registerAuditPage } from "./register-audit-page.ts";
import type { Context, Hono } from "hono";
import type { PageRequest, SiteContext } from "./context.ts";
import { asOfData, asOfLinked, everyPostData, linkedFolders, registerData, registerLinked } from "./register-files.ts";
import { type RegisterFolder, registerKinds } from "../page/register-json.ts";
import { everyPostPage, institutionOnDayPage } from "./register-every-post.ts";
import { institutionRegisterPage, institutionsPage } from "./register-institution.ts";
import { instrumentPage } from "./register-instrument.ts";
import { asOfPage, postsPage, registerPage } from "./register-page.ts";
import { peoplePage } from "./register-people.ts";
import { personPage } from "./register-person.ts";
import { postPage } from "./register-post.ts";

type AddPage = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) => unknown;
type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const slug = ":slug{[a-z0-9]+(?:-[a-z0-9]+)*}";
/** A date in EDTF, or as people type it, without a full stop: what ends in `.json` is a file. */
const date = ":date{[0-9A-Za-z~% -]+}";

export function registerPages(page: AddPage): void {
  page("/register", registerPage);
  page(`/register/as-of/${date}`, (request, c) => asOfPage(request, c.req.param("date") ?? ""));
  page("/register/posts", postsPage);
  page(`/register/posts/as-of/${date}`, (request, c) => everyPostPage(request, c.req.param("date") ?? ""));
  page(`/register/institutions/${slug}/as-of/${date}`, (request, c) =>
    institutionOnDayPage(request, slugOf(c), c.req.param("date") ?? ""),
  );
  page("/register/audit", registerAuditPage);
  page("/register/institutions", institutionsPage);
  page("/register/people", peoplePage);
  page(`/register/institutions/${slug}`, (request, c) => institutionRegisterPage(request, slugOf(c)));
  page(`/register/posts/${slug}`, (request, c) => postPage(request, slugOf(c)));
  page(`/register/people/${slug}`, (request, c) => personPage(request, slugOf(c)));
  page(`/register/instruments/${slug}`, (request, c) => instrumentPage(request, slugOf(c)));
}

export function registerFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  for (const folder of Object.keys(registerKinds) as RegisterFolder[])
    app.get(`/register/${folder}/:file{[a-z0-9-]+\\.json}`, (c: Context) =>
      file(c, () => registerData(site, folder, fileOf(c))),
    );
  for (const folder of linkedFolders)
    app.get(`/register/${folder}/:file{[a-z0-9-]+\\.jsonld}`, (c: Context) =>
      file(c, () => registerLinked(site, folder, fileOf(c))),
    );
  app.get("/register/as-of/:file{[0-9X~%?-]+\\.json}", (c: Context) =>
    file(c, () => asOfData(site, fileOf(c), c.req.query("post"))),
  );
  app.get("/register/as-of/:file{[0-9X~%?-]+\\.jsonld}", (c: Context) =>
    file(c, () => asOfLinked(site, fileOf(c), c.req.query("post"))),
  );
  app.get("/register/posts/as-of/:file{[0-9X~%?-]+\\.json}", (c: Context) =>
    file(c, () => everyPostData(site, fileOf(c), { after: c.req.query("after") })),
  );
  app.get(`/register/institutions/${slug}/as-of/:file{[0-9X~%?-]+\\.json}`, (c: Context) =>
    file(c, () => everyPostData(site, fileOf(c), { institution: slugOf(c), after: c.req.query("after") })),
  );
}

function slugOf(c: Context): string {
  return c.req.param("slug") ?? "";
}

function fileOf(c: Context): string {
  return (c.req.param("file") ?? "").replace(/\.json(?:ld)?$/, "");
}
