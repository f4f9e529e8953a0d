package weather.kwangle.policy.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Requests that change, over time, as inline SVG: those that break stand above the axis, those that gain hang below it. */
final class TimelineChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 260;
    private static final int LEFT = 72;
    private static final int RIGHT = 12;
    private static final int TOP = 16;
    private static final int BOTTOM = 34;
    private static final int MOST_BARS = 60;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Tally breaks = new Tally();
    private final Tally gains = new Tally();

    TimelineChart(ReplayReport report) {
        report.breaks().forEach(change -> breaks.add(change.tally()));
        report.gains().forEach(change -> gains.add(change.tally()));
    }

    /** Nothing to draw if no line told its time. */
    boolean isEmpty() {
        return breaks.hours().isEmpty() && gains.hours().isEmpty();
    }

    String svg() {
        SortedMap<Instant, Long> all = new TreeMap<>(breaks.hours());
        all.putAll(gains.hours());
        Instant first = all.firstKey();
        long hours = Duration.between(first, all.lastKey()).toHours() + 1;
        long step = (hours + MOST_BARS - 1) / MOST_BARS;
        int bars = (int) ((hours + step - 1) / step);
        long[] up = bars(breaks, first, step, bars);
        long[] down = bars(gains, first, step, bars);
        return draw(first, Duration.ofHours(step), up, down);
    }

    private static long[] bars(Tally tally, Instant first, long step, int bars) {
        long[] counts = new long[bars];
        tally.hours()
                .forEach((hour, count) ->
                        counts[(int) (Duration.between(first, hour).toHours() / step)] += count);
        return counts;
    }

    private static String draw(Instant first, Duration step, long[] up, long[] down) {
        long highest = Math.max(1, max(up));
        long lowest = max(down);
        double unit = (double) (HEIGHT - TOP - BOTTOM) / (highest + lowest);
        double axis = TOP + highest * unit;
        double width = (double) (WIDTH - LEFT - RIGHT) / up.length;
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg viewBox="0 0 %d %d" role="img" aria-label="Requests that change, over time">
                """.formatted(WIDTH, HEIGHT));
        for (int i = 0; i < up.length; i++) {
            Instant from = first.plus(step.multipliedBy(i));
            String period = TIME.format(from) + " to " + TIME.format(from.plus(step));
            svg.append(bar(
                    "break", LEFT + i * width, axis - up[i] * unit, width, up[i] * unit, up[i] + " break, " + period));
            svg.append(bar("gain", LEFT + i * width, axis, width, down[i] * unit, down[i] + " gain, " + period));
        }
        svg.append(line(axis));
        svg.append(label(LEFT - 8, TOP + 4, "end", ReplayText.number(highest)));
        svg.append(label(LEFT - 8, axis + 4, "end", "0"));
        if (lowest > 0) {
            svg.append(label(LEFT - 8, HEIGHT - BOTTOM + 4, "end", ReplayText.number(lowest)));
        }
        svg.append(label(LEFT, HEIGHT - 8, "start", TIME.format(first)));
        svg.append(label(WIDTH - RIGHT, HEIGHT - 8, "end", TIME.format(first.plus(step.multipliedBy(up.length)))));
        svg.append(
                label((LEFT + WIDTH) / 2.0, HEIGHT - 8, "middle", "a bar is " + step.toHours() + " h, times are UTC"));
        return svg.append("</svg>\n").toString();
    }

    private static long max(long[] counts) {
        long max = 0;
        for (long count : counts) {
            max = Math.max(max, count);
        }
        return max;
    }

    private static String bar(String kind, double x, double y, double width, double height, String title) {
        return height == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>%n",
                        kind,
                        x + width * 0.1,
                        y,
                        width * 0.8,
                        Math.max(height, 1),
                        title);
    }

    private static String line(double y) {
        return String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n",
                LEFT,
                y,
                WIDTH - RIGHT,
                y);
    }

    private static String label(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }
}
