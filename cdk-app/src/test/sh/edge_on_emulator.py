"""Deploys the edge into an AWS emulator and uses it. Called by check-edge-on-emulator, which says where from and where to.

What MiniStack does not do, and what is done about it here:
- it has no rotation schedule, no style of the sign-in page, no link between firewall and stage and no firewall log: these
  resources are left out, and any other type that it does not know is an error;
- it makes up a secret with punctuation although the template excludes it: it gets the characters listed;
- it has no VPC link: the integrations lead to a server of this script;
- it does not run Java without Docker: it calls this script, which runs the function's folder through the runtime client;
- a function that throws "Unauthorized" is a 500 there, so a request without token is judged by what the function says;
- it takes the API key from the request alone: the script sends the one that the authorizer has to name;
- it maps no headers and fills no gateway responses in: the stand-in of the local run shows these.

What LocalStack is known to do otherwise (https://docs.localstack.cloud/aws/services, where not said): it gives tokens out at a
path of its own and is their issuer, so the function is told to believe it and to get the keys there; its usage plans limit
nothing (https://github.com/localstack/localstack/issues/8801). Not known is whether it has Fn::GetStackOutput and the resources
that MiniStack lacks: it gets the values of the former, and is spared the latter too.
"""

import argparse
import base64
import collections
import hashlib
import http.server
import json
import os
import pathlib
import queue
import socket
import string
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zipfile

import botocore.session

LEFT_OUT = {
    "AWS::SecretsManager::RotationSchedule",
    "AWS::Cognito::ManagedLoginBranding",
    "AWS::WAFv2::WebACLAssociation",
    "AWS::WAFv2::LoggingConfiguration",
}
PREFIX = "max-weather-staging"
# They have no AppConfig: the function reads a file, as it does on a developer's machine.
POLICY = "access-policy.staging.yaml"
POLICIES = pathlib.Path(__file__).resolve().parents[4] / "access-policy/policy"
REGION = "us-east-1"


def serve(handle, port=0):
    """A server on the loopback port, by default a free one; handle(method, path, headers, body) returns status, headers and body."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, answer = handle(self.command, self.path, self.headers, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class Function:
    """The function's folder behind a Lambda Runtime API; https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"""

    def __init__(self, root, work):
        self.root, self.work = root, work
        self.events = queue.Queue()
        self.outcomes = collections.defaultdict(queue.Queue)
        self.api = serve(self.runtime_api)
        self.proxy = serve(self.invoke)
        self.process = None
        self.said = None

    def start(self, handler, environment):
        runtime = self.root / "local-platform/target/lambda-runtime"
        classes = f"{runtime}/*:{self.root}/lambda-authorizer/target/function:{self.root}/lambda-authorizer/target/function/lib/*"
        self.process = subprocess.Popen(
            [
                f"{os.environ['JAVA_HOME']}/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                f"-Djava.io.tmpdir={self.work}",
                "-cp",
                classes,
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                handler,
            ],
            env={
                **environment,
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.api}",
                # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
                "AWS_EXECUTION_ENV": "AWS_Lambda_java25",
                "AWS_LAMBDA_FUNCTION_NAME": f"{PREFIX}-authorizer",
                "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
                "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{PREFIX}-authorizer",
                "AWS_LAMBDA_LOG_STREAM_NAME": "emulator",
                "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
                "LAMBDA_TASK_ROOT": str(self.root / "lambda-authorizer/target/function"),
                "_HANDLER": handler,
            },
            cwd=self.work,
            stdout=open(self.work / "function.log", "wb"),
            stderr=subprocess.STDOUT,
        )

    def invoke(self, _method, _path, _headers, event):
        request_id = str(uuid.uuid4())
        self.events.put((request_id, event))
        self.said = self.outcomes[request_id].get(timeout=30)
        return self.said

    def runtime_api(self, method, path, _headers, body):
        if method == "GET" and path.endswith("/invocation/next"):
            request_id, event = self.events.get()
            deadline = str(int((time.time() + 10) * 1000))
            return (
                200,
                {
                    # The client's native library falls over without it.
                    "Content-Type": "application/json",
                    "Lambda-Runtime-Aws-Request-Id": request_id,
                    "Lambda-Runtime-Deadline-Ms": deadline,
                    "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
                    "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:{REGION}:000000000000:function:authorizer:live",
                },
                event,
            )
        if "/invocation/" in path:
            request_id = path.split("/invocation/")[1].split("/")[0]
            self.outcomes[request_id].put((200 if path.endswith("/response") else 500, {}, body))
        return 202, {}, b"{}"


def fetch(url, method="GET", headers=None, body=None):
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def template(assembly, concern, backend):
    """The stack's template, without what the emulators lack and with integrations that lead to the backend."""
    document = json.loads((assembly / f"{PREFIX}-{concern}.template.json").read_text())
    gone = [name for name, each in document["Resources"].items() if each["Type"] in LEFT_OUT]
    for name in gone:
        print(f"  left out: {document['Resources'].pop(name)['Type']}")
    for each in resources(document, "AWS::ApiGateway::RestApi"):
        for path in each["Body"]["paths"].values():
            for operation in path.values():
                integration = operation["x-amazon-apigateway-integration"]
                name = integration["uri"].split("/", 3)[3]
                integration["uri"] = f"{backend}/{name}"
                for vpc in ("connectionType", "connectionId", "integrationTarget", "tlsConfig"):
                    integration.pop(vpc)
    for each in resources(document, "AWS::Lambda::Function"):
        variables = each.get("Environment", {}).get("Variables", {})
        if "ACCESS_POLICY" in variables:
            each.pop("Layers")
            for name in [name for name in variables if name.startswith(("SHADOW_", "BREAK_", "AWS_APPCONFIG_"))]:
                variables.pop(name)
            # Lambda unpacks the function there.
            variables["ACCESS_POLICY"] = f"/var/task/{POLICY}"
    for each in resources(document, "AWS::IAM::Policy"):
        statements = each["PolicyDocument"]["Statement"]
        each["PolicyDocument"]["Statement"] = [s for s in statements if "appconfig:" not in json.dumps(s["Action"])]
    document.get("Parameters", {}).pop("BootstrapVersion", None)
    document.pop("Rules", None)
    return document


def resources(document, kind):
    """The properties of each resource of the type."""
    return [each["Properties"] for each in document["Resources"].values() if each["Type"] == kind]


def upload(s3, assembly, concern):
    files = json.loads((assembly / f"{PREFIX}-{concern}.assets.json").read_text())["files"]
    for file in files.values():
        if file["source"]["packaging"] != "zip":
            continue
        folder = assembly / file["source"]["path"]
        archive = assembly / (folder.name + ".zip")
        with zipfile.ZipFile(archive, "w") as zipped:
            for path in sorted(folder.rglob("*")):
                zipped.write(path, path.relative_to(folder))
            zipped.write(POLICIES / POLICY, POLICY)
        for destination in file["destinations"].values():
            bucket = destination["bucketName"].replace("${AWS::AccountId}", "000000000000")
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key=destination["objectKey"], Body=archive.read_bytes())


def check(what, holds, found):
    if not holds:
        sys.exit(f"not ok: {what}; found {found}")
    print(f"ok: {what}")


class MiniStack:
    """Started here, with the function beside it."""

    token_path = "/oauth2/token"

    def __init__(self, root, work):
        self.function = Function(root, work)
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "GATEWAY_PORT": str(port),
            f"MINISTACK_LAMBDA_PROXY_{PREFIX}-authorizer": f"http://127.0.0.1:{self.function.proxy}/",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
        }
        self.process = subprocess.Popen(
            [str(work / "python/bin/ministack")],
            env=environment,
            cwd=work,
            stdout=open(work / "ministack.log", "wb"),
            stderr=subprocess.STDOUT,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in (self.function.process, self.process):
            if process is not None:
                process.terminate()
                process.wait(timeout=20)

    def ready(self):
        wait_for(self.endpoint + "/_ministack/health")

    def adapt(self, document, _outputs, _issuer):
        for each in resources(document, "AWS::SecretsManager::Secret"):
            each["GenerateSecretString"]["ExcludeCharacters"] = string.punctuation
        return document

    def start_function(self, deployed, outputs):
        variables = deployed["Environment"]["Variables"]
        self.function.start(
            deployed["Handler"],
            {
                **variables,
                # In Lambda the folder is there.
                "ACCESS_POLICY": variables["ACCESS_POLICY"].replace("/var/task", str(POLICIES)),
                "JWKS_URI": f"{self.endpoint}/{outputs['UserPoolId']}/.well-known/jwks.json",
                "AWS_ENDPOINT_URL_DYNAMODB": self.endpoint,
                "AWS_ENDPOINT_URL_SECRETS_MANAGER": self.endpoint,
                "AWS_REGION": REGION,
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
            },
        )

    def key_header(self, key):
        return {"x-api-key": key}

    def assertion(self, key, _backend):
        answer = json.loads(self.function.said[2])
        check("the authorizer names the client's key", answer["usageIdentifierKey"] == key, answer)
        return answer["context"]["edgeAssertion"]

    def check_unauthorized(self, status):
        said = self.function.said
        unauthorized = json.loads(said[2]).get("errorMessage") == "Unauthorized"
        check("a request without token is refused as unauthorized", unauthorized, (status, said))
        print(f"  gap: the emulator answers it with {status}, API Gateway with 401")


class LocalStack:
    """Started by others; runs the function itself."""

    token_path = "/_aws/cognito-idp/oauth2/token"

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def ready(self):
        pass

    def adapt(self, document, outputs, issuer):
        document = with_outputs(document, outputs)
        for each in resources(document, "AWS::Lambda::Function"):
            variables = each.get("Environment", {}).get("Variables", {})
            if "TOKEN_ISSUER" in variables:
                variables["TOKEN_ISSUER"] = issuer
                # The emulator's name for itself inside a function.
                pool = f"http://localhost.localstack.cloud:4566/{outputs['UserPoolId']}"
                variables["JWKS_URI"] = f"{pool}/.well-known/jwks.json"
        return document

    def start_function(self, _deployed, _outputs):
        pass

    def key_header(self, _key):
        return {}

    def assertion(self, _key, backend):
        return backend.headers["X-Edge-Assertion"]

    def check_unauthorized(self, status):
        check("a request without token is refused as unauthorized", status == 401, status)


def with_outputs(value, outputs):
    """The value with other stacks' outputs in place of the references to them."""
    if isinstance(value, list):
        return [with_outputs(each, outputs) for each in value]
    if not isinstance(value, dict):
        return value
    if "Fn::GetStackOutput" in value:
        return outputs[value["Fn::GetStackOutput"]["OutputName"]]
    return {name: with_outputs(each, outputs) for name, each in value.items()}


class Backend:
    """Stands for the load balancer and what is behind it: what reached it, and the headers of the last request."""

    def __init__(self, url):
        self.reached, self.headers = [], {}
        port = serve(self.answer, urllib.parse.urlsplit(url).port if url else 0)
        self.url = url or f"http://127.0.0.1:{port}"

    def answer(self, method, path, headers, _body):
        self.reached.append(f"{method} {path}")
        self.headers = headers
        return 200, {"Content-Type": "application/json"}, b'{"from":"backend"}'


def main(root, work, endpoint, backend):
    with LocalStack(endpoint) if endpoint else MiniStack(root, work) as emulator:
        use(work / "assembly", emulator, Backend(backend))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(url):
    for _ in range(120):
        try:
            return fetch(url)
        except OSError:
            time.sleep(0.5)
    sys.exit(f"the emulator does not answer at {url}")


def use(assembly, emulator, backend):
    emulator.ready()
    session = botocore.session.get_session()
    session.set_credentials("test", "test")

    def client(service):
        return session.create_client(service, region_name=REGION, endpoint_url=emulator.endpoint)

    formation = client("cloudformation")
    outputs = {}

    def deploy(concern, issuer=None):
        upload(client("s3"), assembly, concern)
        name = f"{PREFIX}-{concern}"
        document = emulator.adapt(template(assembly, concern, backend.url), outputs, issuer)
        formation.create_stack(
            StackName=name, TemplateBody=json.dumps(document), Capabilities=["CAPABILITY_NAMED_IAM"]
        )
        stack = settled(formation, name)
        if stack["StackStatus"] != "CREATE_COMPLETE":
            events = formation.describe_stack_events(StackName=name)["StackEvents"]
            reasons = [e.get("ResourceStatusReason") for e in events if "FAILED" in e["ResourceStatus"]]
            sys.exit(f"not ok: stack {name} is {stack['StackStatus']}: {reasons}")
        print(f"ok: stack {name} is deployed")
        outputs.update({o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])})

    for concern in ("encryption", "identity", "data"):
        deploy(concern)
    token = access_token(client("cognito-idp"), emulator.endpoint + emulator.token_path, outputs)
    deploy("edge", segment(token, 1)["iss"])

    deployed = client("lambda").get_function_configuration(FunctionName=f"{PREFIX}-authorizer")
    emulator.start_function(deployed, outputs)
    api = client("apigateway").get_rest_apis()["items"][0]["id"]
    url = f"{emulator.endpoint}/_aws/execute-api/{api}/v1"
    bearer = {"Authorization": f"Bearer {token}"}
    client_id = outputs["SmokeTestClientId"]
    reached = backend.reached

    status, body = fetch(f"{url}/current?location=Hanoi", headers=bearer)
    check("a client that neither policy nor table knows is refused", status == 403 and not reached, (status, body))

    # What an operator's tool does for a client of the table.
    table = deployed["Environment"]["Variables"]["QUOTA_TABLE"]
    client("dynamodb").put_item(
        TableName=table,
        Item={"pk": {"S": f"CLIENT#{client_id}"}, "plan": {"S": "trial"}, "status": {"S": "active"}},
    )
    key = add_usage_key(client("apigateway"), client_id)
    bearer.update(emulator.key_header(key))
    status, body = until_let_in(f"{url}/current?location=Hanoi", bearer)
    check("a client with a plan and a token gets through", status == 200 and "backend" in body, (status, body))
    check("the backend sees the path without the base path", reached == ["GET /current?location=Hanoi"], reached)
    header = segment(emulator.assertion(key, backend), 0)
    check("the assertion is signed with the first secret, which nobody wrote", header["kid"] == "first", header)
    item = client("dynamodb").get_item(TableName=table, Key={"pk": {"S": f"CLIENT#{client_id}"}})["Item"]
    check("the permit is booked in the table", any(name.startswith("d2") for name in item), item)

    reached.clear()
    status, body = fetch(f"{url}/forecast", "POST", {**bearer, "Content-Type": "application/json"}, b"{}")
    check("a token that may only read may not write", status == 403 and not reached, (status, body))
    status, body = fetch(f"{url}/current?location=Hanoi")
    check("a request without token does not get through", not reached, (status, body))
    emulator.check_unauthorized(status)


def segment(token, index):
    """A segment of a signed token, unverified: 0 its header, 1 its claims."""
    return json.loads(base64.urlsafe_b64decode(token.split(".")[index] + "=="))


def until_let_in(url, headers):
    """The authorizer remembers for up to 30 s that it did not know the client."""
    for _ in range(40):
        status, body = fetch(url, headers=headers)
        if status != 403:
            break
        time.sleep(1)
    return status, body


def settled(formation, name):
    # LocalStack first pulls the image that the function runs in.
    for _ in range(2400):
        stack = formation.describe_stacks(StackName=name)["Stacks"][0]
        if not stack["StackStatus"].endswith("IN_PROGRESS"):
            return stack
        time.sleep(0.25)
    sys.exit(f"stack {name} does not settle")


def access_token(cognito, url, outputs):
    pool, client_id = outputs["UserPoolId"], outputs["SmokeTestClientId"]
    secret = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client_id)["UserPoolClient"]["ClientSecret"]
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    status, body = fetch(
        url,
        "POST",
        {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
        b"grant_type=client_credentials",
    )
    check("the client gets a token for its secret", status == 200, (status, body))
    return json.loads(body)["access_token"]


def add_usage_key(gateway, client_id):
    value = "mw" + hashlib.sha256(client_id.encode()).hexdigest()[:40]
    key = gateway.create_api_key(name=client_id, value=value, enabled=True)
    plan = next(p for p in gateway.get_usage_plans()["items"] if p["name"] == f"{PREFIX}-trial")
    gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
    return value


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path, help="with the cloud assembly in the folder assembly")
    parser.add_argument("--endpoint", help="of a LocalStack that runs already; otherwise MiniStack is started")
    parser.add_argument("--backend", help="URL at which that LocalStack reaches this host's loopback port of the same number")
    arguments = parser.parse_args()
    if (arguments.endpoint is None) != (arguments.backend is None):
        parser.error("--endpoint and --backend go together")
    main(**vars(arguments))
