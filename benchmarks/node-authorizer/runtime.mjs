// The Lambda Runtime API's loop over one kept connection. AWS's own client, aws-lambda-ric, compiles native code when it is
// installed; this one needs nothing, and does less for each event.
import { Agent, request } from "node:http";
import { handler } from "./authorizer.mjs";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
    const sent = request({ agent, host, port, method, path: `/2018-06-01/runtime/${path}`, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

for (;;) {
  const next = await call("GET", "invocation/next");
  const id = next.headers["lambda-runtime-aws-request-id"];
  if (id === undefined) {
    break;
  }
  try {
    const result = await handler(JSON.parse(next.body));
    await call("POST", `invocation/${id}/response`, JSON.stringify(result));
  } catch (error) {
    const report = JSON.stringify({ errorType: error.name, errorMessage: error.message });
    await call("POST", `invocation/${id}/error`, report);
  }
}
agent.destroy();
