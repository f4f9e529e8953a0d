package weather.kwangle.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing a client can ask for, written {@code GET /forecast}. The resource may hold templates, {@code /alerts/{id}}:
 * each stands for exactly one path segment that is not empty.
 *
 * @param method an HTTP method that the public contract uses: GET, POST, PUT, PATCH or DELETE
 * @param resource path below the API's base path, at most {@value #MAX_RESOURCE} characters, without trailing slash
 */
public record Operation(String method, String resource) {
    /** Leaves room for the rest of a method ARN: API Gateway takes policy resources of at most 512 characters. */
    static final int MAX_RESOURCE = 200;

    static final String EXPECTED =
            "a method (GET, POST, PUT, PATCH or DELETE), one space and a path, such as GET /forecast or GET /alerts/{id}";

    private static final Pattern METHOD = Pattern.compile("GET|POST|PUT|PATCH|DELETE");
    private static final Pattern RESOURCE =
            Pattern.compile("/|(?:/(?:[A-Za-z0-9._~-]+|\\{[A-Za-z][A-Za-z0-9]{0,31}}))+");
    private static final Pattern TEMPLATE = Pattern.compile("\\{[^}]*}");

    /** @throws IllegalArgumentException if method or resource have another form; the message says what is expected */
    public Operation {
        if (!METHOD.matcher(method).matches()
                || resource.length() > MAX_RESOURCE
                || !RESOURCE.matcher(resource).matches()) {
            throw new IllegalArgumentException("an operation is " + EXPECTED);
        }
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if it has another form; the message says what is expected
     */
    public static Operation parse(String written) {
        int space = written.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("an operation is " + EXPECTED);
        }
        return new Operation(written.substring(0, space), written.substring(space + 1));
    }

    /** The resource with every template replaced; two operations of the same shape cannot be told apart. */
    public String shape(String replacement) {
        return hasTemplate() ? TEMPLATE.matcher(resource).replaceAll(Matcher.quoteReplacement(replacement)) : resource;
    }

    boolean hasTemplate() {
        return resource.indexOf('{') >= 0;
    }

    @Override
    public String toString() {
        return method + " " + resource;
    }
}
