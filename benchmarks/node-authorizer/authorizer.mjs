// What a team would write with aws-jwt-verify: check the token, allow what its scopes cover. No quota, no assertion, no
// policy file, no log line: less than ours does.
import { request } from "node:http";
import { JwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";

const OPERATIONS = [
  ["GET", "/forecast", ["read:forecast"]],
  ["GET", "/current", ["read:forecast"]],
  ["GET", "/places", ["read:forecast"]],
  ["POST", "/forecast", ["write:forecast"]],
  ["GET", "/usage", ["read:forecast", "write:forecast"]],
];
const RESOURCE_SERVER = "max-weather/";

// The library's own fetcher speaks HTTPS only, and the bench's issuer is on the loopback address.
const fetcher = {
  fetch: (uri) =>
    new Promise((resolve, reject) => {
      request(uri, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks)));
        response.on("error", reject);
      })
        .on("error", reject)
        .end();
    }),
};

const verifier = JwtVerifier.create(
  {
    issuer: process.env.TOKEN_ISSUER,
    audience: null,
    jwksUri: process.env.JWKS_URI,
    customJwtCheck: ({ payload }) => {
      if (payload.token_use !== "access") {
        throw new Error("not an access token");
      }
    },
  },
  { jwksCache: new SimpleJwksCache({ fetcher }) },
);
await verifier.hydrate();

export async function handler(event) {
  const header = event.headers?.Authorization ?? "";
  if (!header.startsWith("Bearer ")) {
    throw new Error("Unauthorized");
  }
  let claims;
  try {
    claims = await verifier.verify(header.slice("Bearer ".length));
  } catch {
    throw new Error("Unauthorized");
  }
  const scopes = new Set(
    (claims.scope ?? "")
      .split(" ")
      .filter((scope) => scope.startsWith(RESOURCE_SERVER))
      .map((scope) => scope.slice(RESOURCE_SERVER.length)),
  );
  const stage = event.methodArn.split("/", 2).join("/");
  const allowed = OPERATIONS.filter(([, , anyOf]) => anyOf.some((scope) => scopes.has(scope)));
  return {
    principalId: claims.client_id,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [
        allowed.length > 0
          ? {
              Action: "execute-api:Invoke",
              Effect: "Allow",
              Resource: allowed.map(([method, path]) => `${stage}/${method}${path}`),
            }
          : { Action: "execute-api:Invoke", Effect: "Deny", Resource: `${stage}/*` },
      ],
    },
    context: { clientId: claims.client_id },
  };
}
