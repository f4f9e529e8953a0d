package weather.kwangle.policy;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a file that people write: the policy, its cases. It knows what it is called and where it stands, so that
 * every refusal can say both.
 */
public final class PolicyValue {
    private static final Pattern ANYTHING = Pattern.compile("(?s).*");
    private static final Pattern UNSEEN = Pattern.compile("[" + VisibleText.UNSEEN + "]");

    /** One more than any long has, and a sign. */
    private static final int MAX_DIGITS = 21;

    private final String file;
    private final String name;
    private final Node node;

    PolicyValue(String file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    /**
     * Reads a file of one YAML or JSON document, without anchors, aliases and tags.
     *
     * @param file what messages call the file
     * @throws PolicyParseException if it is not well formed
     */
    public static PolicyValue read(String file, String text) throws PolicyParseException {
        return PolicyText.read(file, "policy", text);
    }

    /** A member of a mapping: the key as a value, so that a wrong key is reported where it stands. */
    public record Member(PolicyValue key, PolicyValue value) {
        /** The key as it is written. */
        public String name() {
            return key.keyText();
        }
    }

    /** The members in the order of the file; none stands twice. */
    public List<Member> members(String expected) throws PolicyParseException {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(name + " is " + kind(), expected);
        }
        Map<String, Member> byName = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            PolicyValue key = new PolicyValue(file, "a name in " + name, tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                throw key.wrong(key.name + " is " + key.kind(), "text");
            }
            Member member = new Member(key, new PolicyValue(file, scalar.getValue(), tuple.getValueNode()));
            Member first = byName.putIfAbsent(member.name(), member);
            if (first != null) {
                throw key.wrong(
                        "'" + member.name() + "' stands twice in " + name,
                        "it once, it stands in line " + first.key.place().line() + " already");
            }
        }
        return List.copyOf(byName.values());
    }

    /** The members of a mapping that has no others than those named. */
    public Fields fields(String... known) throws PolicyParseException {
        Set<String> names = new TreeSet<>(List.of(known));
        Map<String, PolicyValue> values = new LinkedHashMap<>();
        for (Member member : members("a mapping of " + String.join(", ", known))) {
            if (!names.contains(member.name())) {
                throw member.key.wrong(
                        "unknown member '" + member.name() + "' in " + name, "one of " + String.join(", ", known));
            }
            values.put(member.name(), member.value);
        }
        return new Fields(values);
    }

    /** The members of one mapping by name. */
    public final class Fields {
        private final Map<String, PolicyValue> values;

        private Fields(Map<String, PolicyValue> values) {
            this.values = values;
        }

        /** The member, if it is there. */
        public Optional<PolicyValue> find(String member) {
            return Optional.ofNullable(values.get(member));
        }

        /** The member, which must be there. */
        public PolicyValue get(String member, String expected) throws PolicyParseException {
            PolicyValue value = values.get(member);
            if (value == null) {
                throw wrong("'" + member + "' is missing in " + name, expected);
            }
            return value;
        }
    }

    /** The items of a list. */
    public List<PolicyValue> items(String expected) throws PolicyParseException {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(name + " is " + kind(), expected);
        }
        List<PolicyValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new PolicyValue(file, "an item of " + name, item));
        }
        return items;
    }

    /** Text of a form. In YAML {@code 12} is a number: text that looks like one stands in quotes. */
    public String text(Pattern form, String expected) throws PolicyParseException {
        if (!(node instanceof ScalarNode scalar && Tag.STR.equals(scalar.getTag()))) {
            throw wrong(name + " is " + kind(), expected);
        }
        if (!form.matcher(scalar.getValue()).matches()) {
            throw wrong(name + " is " + quoted(scalar.getValue()), expected);
        }
        return scalar.getValue();
    }

    /** One text, or a list of texts, each of a form. */
    public Set<String> textOrTexts(Pattern form, String expected) throws PolicyParseException {
        if (!(node instanceof SequenceNode)) {
            return Set.of(text(form, expected));
        }
        Set<String> texts = new LinkedHashSet<>();
        for (PolicyValue item : items(expected)) {
            texts.add(item.text(form, expected));
        }
        return texts;
    }

    /** A time with its offset (RFC 3339). */
    public Instant time() throws PolicyParseException {
        String expected = "a time with its offset (RFC 3339), such as 2026-12-01T00:00:00Z";
        String written = text(ANYTHING, expected);
        try {
            return OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            throw wrong(name + " is " + quoted(written), expected);
        }
    }

    /** A whole number within bounds. */
    public long integer(long least, long most) throws PolicyParseException {
        String expected = least == most ? "" + least : "a whole number from " + least + " to " + most;
        if (!(node instanceof ScalarNode scalar && Tag.INT.equals(scalar.getTag()))) {
            boolean isText = node instanceof ScalarNode text && Tag.STR.equals(text.getTag());
            throw wrong(name + (isText ? " is the text " : " is ") + kind(), expected);
        }
        String written = scalar.getValue();
        // Reading a number of many digits takes long; so many are out of bounds, whatever follows.
        BigInteger number = new BigInteger(written.substring(0, Math.min(written.length(), MAX_DIGITS)));
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw wrong(name + " is " + quoted(written), expected);
        }
        return number.longValueExact();
    }

    /** The text of a key, whatever it looks like; only for keys that {@link #members} let through. */
    String keyText() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** A refusal that points here. */
    public PolicyParseException wrong(String what, String expected) {
        return new PolicyParseException(place(), what, expected);
    }

    /** Where the value begins. */
    public Place place() {
        return Place.of(file, node.getStartMark());
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when Tag.NULL.equals(scalar.getTag()) -> "empty";
            case ScalarNode scalar when Tag.STR.equals(scalar.getTag()) -> quoted(scalar.getValue());
            case ScalarNode scalar when Tag.BOOL.equals(scalar.getTag()) -> "the truth value " + scalar.getValue();
            case ScalarNode scalar -> "the number " + scalar.getValue();
            default -> "of an unknown kind";
        };
    }

    static String quoted(String text) {
        String start = text.codePoints()
                .limit(60)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "'" + UNSEEN.matcher(start).replaceAll(" ") + (text.codePointCount(0, text.length()) > 60 ? "…'" : "'");
    }
}
