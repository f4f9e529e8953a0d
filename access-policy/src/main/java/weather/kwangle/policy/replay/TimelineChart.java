package weather.kwangle.policy.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SortedMap;

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

    private final SortedMap<Instant, Timeline.Hour> hours;

    TimelineChart(Timeline timeline) {
        this.hours = timeline.hours();
    }

    /** Nothing to draw if no line told its time. */
    boolean isEmpty() {
        return hours.isEmpty();
    }

    String svg() {
        Instant first = hours.firstKey();
        long span = Duration.between(first, hours.lastKey()).toHours() + 1;
        long step = (span + MOST_BARS - 1) / MOST_BARS;
        int bars = (int) ((span + step - 1) / step);
        long[] up = new long[bars];
        long[] down = new long[bars];
        hours.forEach((time, hour) -> {
            int bar = (int) (Duration.between(first, time).toHours() / step);
            up[bar] += hour.breaks();
            down[bar] += hour.gains();
        });
        return draw(first, Duration.ofHours(step), up, down);
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
