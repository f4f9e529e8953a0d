package weather.kwangle.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.local.lambda.InvocationOutcome;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.Returned;
import weather.kwangle.local.lambda.InvocationOutcome.TimedOut;
import weather.kwangle.local.lambda.InvocationOutcome.Unavailable;

class AuthorizationTest {
    private static final String ARN = Stage.methodArn("GET", "/forecast");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Allow *                                  |                         | allowed
            Allow arn:aws:execute-api:*:*:maxweather/v1/GET/* |                | allowed
            Allow arn:aws:execute-api:us-east-1:000000000000:maxweather/v1/GET/forecast | | allowed
            Allow arn:aws:execute-api:us-east-1:000000000000:maxweather/v1/GET/f*t |    | allowed
            Allow arn:aws:execute-api:us-east-1:000000000000:maxweather/v1/POST/* |     | implicit
            Allow arn:aws:execute-api:us-east-1:000000000000:maxweather/v2/*  |         | implicit
            Allow arn:aws:execute-api:us-east-1:000000000000:maxweather/v1/GET/forecast/ | | implicit
            Deny *                                   | Allow *                 | explicit
            Allow *                                  | Deny */GET/forecast     | explicit
            Allow *                                  | Deny */POST/forecast    | allowed
            Deny */POST/*                            | Allow */GET/*           | allowed
            """)
    void aDenyWinsAndNoMatchIsADeny(String first, String second, String expected) {
        String statements = statement(first) + (second == null ? "" : "," + statement(second));

        Authorization authorization = Authorization.of(new Returned(result("[" + statements + "]")), ARN);

        assertThat(authorization)
                .isInstanceOf(expected.equals("allowed") ? Authorization.Allowed.class : Authorization.Denied.class);
        if (authorization instanceof Authorization.Denied(AuthorizerResult ignored, String message)) {
            assertThat(message.endsWith("with an explicit deny")).isEqualTo(expected.equals("explicit"));
        }
    }

    @Test
    void anActionIsComparedWithoutRegardToCaseAndOneStatementMayStandAlone() {
        String statement = """
                {"Effect":"Allow","Action":["EXECUTE-API:Inv*"],"Resource":["x","*"],"Condition":null}""";

        assertThat(Authorization.of(new Returned(result(statement)), ARN)).isInstanceOf(Authorization.Allowed.class);
    }

    @Test
    void anotherActionIsNoPermission() {
        String statement = """
                {"Effect":"Allow","Action":"execute-api:ManageConnections","Resource":"*"}""";

        assertThat(Authorization.of(new Returned(result(statement)), ARN)).isInstanceOf(Authorization.Denied.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing                                                                     | no JSON
            []                                                                          | a list
            {}                                                                          | empty
            {"policyDocument":{"Statement":[]}}                                         | no principal
            {"principalId":"","policyDocument":{"Statement":[]}}                        | empty principal
            {"principalId":"c"}                                                         | no policy
            {"principalId":"c","policyDocument":{}}                                     | no statement
            {"principalId":"c","policyDocument":{"Statement":[{"Effect":"Perhaps","Action":"*","Resource":"*"}]}} | effect
            {"principalId":"c","policyDocument":{"Statement":[{"Effect":"Allow","Resource":"*"}]}} | no action
            {"principalId":"c","policyDocument":{"Statement":[{"Effect":"Allow","Action":"*","Resource":7}]}} | resource
            {"principalId":"c","policyDocument":{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{}}}]}} | condition
            {"principalId":"c","policyDocument":{"Statement":[]},"context":{"a":{"b":1}}} | an object in the context
            {"principalId":"c","policyDocument":{"Statement":[]},"context":{"a":["b"]}}  | a list in the context
            """)
    void aMalformedResultIsOurFault(String payload, String what) {
        assertThat(Authorization.of(new Returned(payload), ARN))
                .as(what)
                .asInstanceOf(type(Authorization.Refused.class))
                .extracting(Authorization.Refused::type)
                .isEqualTo(GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR);
    }

    @Test
    void aResourceOfMoreThan512CharactersIsMalformed() {
        String statement = statement("Allow " + "a".repeat(513));

        assertThat(Authorization.of(new Returned(result(statement)), ARN)).isInstanceOf(Authorization.Refused.class);
    }

    @Test
    void contextValuesArriveAsStrings() {
        String payload = """
                {"principalId":"c","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}},
                 "usageIdentifierKey":"mw0","context":{"s":"text","n":7,"d":0.5,"b":true,"nothing":null}}""";

        Authorization authorization = Authorization.of(new Returned(payload), ARN);

        assertThat(authorization).isInstanceOfSatisfying(Authorization.Allowed.class, allowed -> {
            assertThat(allowed.result().context()).isEqualTo(Map.of("s", "text", "n", "7", "d", "0.5", "b", "true"));
            assertThat(allowed.result().usageIdentifierKey()).contains("mw0");
            assertThat(allowed.result().principalId()).isEqualTo("c");
        });
    }

    @Test
    void onlyTheExactWordUnauthorizedIsTheClientsFault() {
        assertThat(refusal(new Failed("java.lang.RuntimeException", "Unauthorized")))
                .isEqualTo(GatewayResponseType.UNAUTHORIZED);
        assertThat(refusal(new Failed("java.lang.RuntimeException", "unauthorized")))
                .isEqualTo(GatewayResponseType.AUTHORIZER_FAILURE);
        assertThat(refusal(new Failed("Runtime.ExitError", ""))).isEqualTo(GatewayResponseType.AUTHORIZER_FAILURE);
        assertThat(refusal(new TimedOut(Duration.ofSeconds(5)))).isEqualTo(GatewayResponseType.AUTHORIZER_FAILURE);
        assertThat(refusal(new Unavailable("busy"))).isEqualTo(GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR);
    }

    private static GatewayResponseType refusal(InvocationOutcome outcome) {
        return ((Authorization.Refused) Authorization.of(outcome, ARN)).type();
    }

    private static String statement(String effectAndResource) {
        int space = effectAndResource.indexOf(' ');
        return "{\"Effect\":\"%s\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"%s\"}"
                .formatted(effectAndResource.substring(0, space), effectAndResource.substring(space + 1));
    }

    private static String result(String statements) {
        return "{\"principalId\":\"c\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":" + statements
                + "}}";
    }
}
