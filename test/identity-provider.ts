import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Configuration, Provider } from "oidc-provider";
import { onTestFinished } from "vitest";

export type Account = {
  sub: string;
  email?: string;
  email_verified?: boolean;
  RolUnico?: { numero: number; DV: string };
};

/**
 * An identity provider on this machine, of the library that others are certified with. Whoever comes is `account.now`,
 * and agrees. `postOnly`: its userinfo answers to POST alone, as ClaveÚnica's does.
 */
export async function identityProviderHere({ postOnly = false }: { postOnly?: boolean } = {}) {
  const account: { now: Account } = { now: { sub: "nobody" } };
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { id: "voceria", secret: "a secret between the two" };
  const configuration: Configuration = {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    // The site's own port is known only once it serves.
    scopes: ["openid", "email", "profile", "run", "name"],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name"],
      run: ["RolUnico"],
      name: ["name"],
    },
    cookies: { keys: ["a key for a test"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...account.now, sub }) }),
    ttl: { Session: 60, Grant: 60, Interaction: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
  };
  let provider: Provider | undefined;
  const asked: string[] = [];
  server.on("request", (request, response) => {
    const path = request.url ?? "";
    asked.push(`${request.method} ${path.split("?")[0]}`);
    if (provider === undefined) return void response.writeHead(503).end();
    if (postOnly && request.method === "GET" && path === "/me") return void response.writeHead(405).end();
    if (path.startsWith("/interaction/")) return void agree(provider);
    return void provider.callback()(request, response);

    async function agree(here: Provider): Promise<void> {
      const { prompt, params, session } = await here.interactionDetails(request, response);
      if (prompt.name === "login") {
        const result = { login: { accountId: account.now.sub } };
        return here.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      }
      const grant = new here.Grant({ accountId: session?.accountId ?? "", clientId: String(params["client_id"]) });
      grant.addOIDCScope(String(params["scope"]));
      const result = { consent: { grantId: await grant.save() } };
      return here.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    }
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return {
    issuer,
    client,
    account,
    /** Each request that it was asked: "POST /me". */
    asked,
    /** From now on it knows where the site wants its answers. */
    serve(redirectUri: string) {
      configuration.clients![0]!.redirect_uris = [redirectUri];
      provider = new Provider(issuer, configuration);
    },
  };
}
