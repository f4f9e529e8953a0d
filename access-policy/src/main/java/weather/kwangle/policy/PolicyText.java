package weather.kwangle.policy;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads a file as one YAML 1.2 document (JSON is one too), without what a policy has no use for and an attacker has:
 * anchors, aliases, tags, deep nesting, a second document.
 */
final class PolicyText {
    /** Room for about 100,000 clients. */
    static final int MAX_LENGTH = 16 * 1024 * 1024;

    private static final int MAX_DEPTH = 8;

    private PolicyText() {}

    /** @param kind what the file is to be: policy */
    static PolicyValue read(String file, String kind, String text) throws PolicyParseException {
        if (text.length() > MAX_LENGTH) {
            throw new PolicyParseException(
                    file, 1, 1, "the file has " + text.length() + " characters", "at most " + MAX_LENGTH);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_LENGTH)
                .setAllowNonScalarKeys(true) // refused by PolicyValue, which can say where
                .build();
        try {
            Parser parser = new PlainParser(new ParserImpl(settings, new StreamReader(settings, text)));
            Optional<Node> root = new Composer(settings, parser).getSingleNode();
            if (root.isEmpty()) {
                throw new PolicyParseException(file, 1, 1, "the file is empty", "a " + kind);
            }
            return new PolicyValue(file, "the " + kind, root.get());
        } catch (Unwelcome e) {
            throw at(file, e.mark, e.what, e.expected);
        } catch (MarkedYamlEngineException e) {
            throw at(file, e.getProblemMark().or(e::getContextMark), problem(e), "YAML 1.2 or JSON");
        } catch (ReaderException e) {
            throw unprintable(file, text, e);
        } catch (YamlEngineException e) {
            throw at(file, Optional.empty(), "not well formed", "YAML 1.2 or JSON");
        }
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        return problem == null ? "not well formed" : problem.lines().findFirst().orElse("not well formed");
    }

    private static PolicyParseException at(String file, Optional<Mark> mark, String what, String expected) {
        return new PolicyParseException(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1,
                what,
                expected);
    }

    private static PolicyParseException unprintable(String file, String text, ReaderException e) {
        int end = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return new PolicyParseException(
                file, line, column, "character U+%04X is not allowed".formatted(e.getCodePoint()), "printable text");
    }

    /** Passes events on and stops at the first that a policy may not have. */
    private static final class PlainParser implements Parser {
        private final Parser events;
        private int depth;

        PlainParser(Parser events) {
            this.events = events;
        }

        @Override
        public boolean checkEvent(Event.ID choice) {
            return events.checkEvent(choice);
        }

        @Override
        public Event peekEvent() {
            return events.peekEvent();
        }

        @Override
        public boolean hasNext() {
            return events.hasNext();
        }

        @Override
        public Event next() {
            Event event = events.next();
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                throw new Unwelcome(event, "anchors and aliases are not allowed", "the value itself");
            }
            if (event instanceof ScalarEvent scalar && scalar.getTag().isPresent()) {
                throw new Unwelcome(event, "tags are not allowed", "the value without a tag");
            }
            if (event instanceof CollectionStartEvent start) {
                if (start.getTag().isPresent()) {
                    throw new Unwelcome(event, "tags are not allowed", "the value without a tag");
                }
                depth++;
                if (depth > MAX_DEPTH) {
                    throw new Unwelcome(event, "nested too deep", "at most " + MAX_DEPTH + " levels");
                }
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            return event;
        }
    }

    private static final class Unwelcome extends YamlEngineException {
        private final transient Optional<Mark> mark;
        private final String what;
        private final String expected;

        Unwelcome(Event event, String what, String expected) {
            super(what);
            this.mark = event.getStartMark();
            this.what = what;
            this.expected = expected;
        }
    }
}
