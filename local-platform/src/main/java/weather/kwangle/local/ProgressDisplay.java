package weather.kwangle.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what is starting, one line a part: rewritten in place on a terminal, one after another elsewhere. */
final class ProgressDisplay {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String FAINT = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintStream out;
    private final Style style;
    private final Map<String, State> parts = new LinkedHashMap<>();
    private final Map<String, Duration> took = new HashMap<>();
    private int linesOnScreen;

    /** How to tell it. */
    enum Style {
        /** A terminal that understands ANSI sequences. */
        IN_PLACE,
        LINES,
        SILENT
    }

    private enum State {
        WAITING("·", FAINT),
        STARTING("…", PLAIN),
        READY("✔", GREEN),
        FAILED("✘", RED);

        private final String mark;
        private final String colour;

        State(String mark, String colour) {
            this.mark = mark;
            this.colour = colour;
        }
    }

    ProgressDisplay(PrintStream out, Style style, List<String> parts) {
        this.out = out;
        this.style = style;
        parts.forEach(part -> this.parts.put(part, State.WAITING));
    }

    synchronized void starting(String part) {
        show(part, State.STARTING);
    }

    synchronized void ready(String part, Duration duration) {
        took.put(part, duration);
        show(part, State.READY);
    }

    synchronized void failed(String part) {
        show(part, State.FAILED);
    }

    private void show(String part, State state) {
        parts.put(part, state);
        switch (style) {
            case SILENT -> {}
            case LINES -> {
                if (state != State.STARTING) {
                    out.println(line(part, state).strip());
                    out.flush();
                }
            }
            case IN_PLACE -> redraw();
        }
    }

    private void redraw() {
        var screen = new StringBuilder();
        if (linesOnScreen > 0) {
            screen.append("\u001b[").append(linesOnScreen).append('A');
        }
        parts.forEach((part, state) -> screen.append(CLEAR_LINE)
                .append(state.colour)
                .append(line(part, state))
                .append(PLAIN)
                .append('\n'));
        linesOnScreen = parts.size();
        out.print(screen);
        out.flush();
    }

    private String line(String part, State state) {
        Duration duration = took.get(part);
        String seconds = duration == null ? "" : "%5.1f s".formatted(duration.toMillis() / 1000.0);
        return "  %s %-18s%s".formatted(state.mark, part, seconds);
    }
}
