package weather.kwangle.authorizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import weather.kwangle.authorizer.json.JsonFormatException;
import weather.kwangle.authorizer.json.StrictJson;

/**
 * What API Gateway asks: the event of a REST API's REQUEST authorizer (API Gateway developer guide, "Input to a Lambda
 * authorizer"), reduced to what decides.
 *
 * <p>The library's {@code APIGatewayCustomAuthorizerEvent} has no {@code multiValueHeaders}, without which a second
 * {@code Authorization} header goes unseen.
 *
 * @param requestId API Gateway's id of the request, empty if there is none of the usual form
 * @param arn what is asked for; empty if that cannot be read
 * @param contradiction what in the event disagrees with the ARN or has a form of its own, for logs
 * @param resource the resource that API Gateway found for the path, perhaps with templates; empty if it names none
 * @param authorization all values of the header {@code Authorization}, whatever its case
 */
record AuthorizerEvent(
        Optional<String> requestId,
        Optional<MethodArn> arn,
        Optional<String> contradiction,
        Optional<String> resource,
        List<String> authorization) {
    private static final int MAX_DEPTH = 32;
    private static final String AUTHORIZATION = "authorization";
    private static final int MAX_REQUEST_ID = 128;

    /** Reads the event. Never throws: what cannot be read is denied, not answered as a failure of ours. */
    static AuthorizerEvent read(byte[] utf8) {
        try {
            return new Reader(StrictJson.object(utf8, MAX_DEPTH)).read();
        } catch (JsonFormatException e) {
            return new AuthorizerEvent(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("the event is not JSON: " + e.getMessage()),
                    Optional.empty(),
                    List.of());
        }
    }

    /** Letters, digits and {@code _=.-}, as API Gateway's own: it goes into logs and into the assertion. */
    private static boolean isRequestId(String text) {
        if (text.isEmpty() || text.length() > MAX_REQUEST_ID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAsciiLetterOrDigit(c) && "_=.-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static final class Reader {
        private final Map<String, Object> event;
        private final List<String> authorization = new ArrayList<>();
        private Optional<String> contradiction = Optional.empty();

        Reader(Map<String, Object> event) {
            this.event = event;
        }

        AuthorizerEvent read() {
            if (!"REQUEST".equals(event.get("type"))) {
                note("type is not REQUEST");
            }
            Optional<MethodArn> arn = text(event, "methodArn").flatMap(MethodArn::parse);
            if (arn.isEmpty()) {
                note("methodArn is not the ARN of a method");
            }
            Map<?, ?> context = object(event, "requestContext");
            Optional<String> inContext = text(context, "resourcePath");
            Optional<String> resource = text(event, "resource").or(() -> inContext);
            arn.ifPresent(method -> {
                requireSame("httpMethod", text(event, "httpMethod"), method.method());
                requireSame("requestContext.httpMethod", text(context, "httpMethod"), method.method());
            });
            resource.ifPresent(path -> requireSame("requestContext.resourcePath", inContext, path));
            object(event, "headers").forEach(this::collect);
            object(event, "multiValueHeaders").forEach(this::collect);
            return new AuthorizerEvent(
                    text(context, "requestId").filter(AuthorizerEvent::isRequestId),
                    arn,
                    contradiction,
                    resource,
                    List.copyOf(authorization));
        }

        private void collect(Object name, Object value) {
            String written = String.valueOf(name);
            // Not equalsIgnoreCase, to which the dotless i of Turkish is an i: names of headers are ASCII.
            if (written.length() != AUTHORIZATION.length()
                    || !written.toLowerCase(Locale.ROOT).equals(AUTHORIZATION)) {
                return;
            }
            switch (value) {
                case String text -> authorization.add(text);
                case List<?> list -> list.forEach(item -> collect(name, item));
                case Optional<?> _ -> {}
                default -> note("a header is not text");
            }
        }

        private void requireSame(String member, Optional<String> value, String expected) {
            if (value.isPresent() && !value.get().equals(expected)) {
                note(member + " disagrees with the rest of the event");
            }
        }

        /** A text member; absent and null are the same. */
        private Optional<String> text(Map<?, ?> object, String member) {
            Object value = object.get(member);
            if (value instanceof String text) {
                return Optional.of(text);
            }
            if (value != null && !(value instanceof Optional)) {
                note(member + " is not text");
            }
            return Optional.empty();
        }

        private Map<?, ?> object(Map<?, ?> parent, String member) {
            Object value = parent.get(member);
            if (value instanceof Map<?, ?> object) {
                return object;
            }
            if (value != null && !(value instanceof Optional)) {
                note(member + " is not an object");
            }
            return Map.of();
        }

        private void note(String what) {
            contradiction = contradiction.or(() -> Optional.of(what));
        }
    }
}
