package weather.kwangle.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the report.
 *
 * @param what what was measured
 * @param figure how much it was, with its unit
 * @param baseline what it is compared with, with that one's figure; empty if with nothing
 * @param ratio figure to baseline; empty without one
 * @param target what it should be; empty if the line is for information
 * @param met whether it is; empty without a target
 */
public record Row(
        String what, String figure, String baseline, Optional<Double> ratio, String target, Optional<Boolean> met) {

    /** A line for information. */
    public static Row of(String what, double figure, String unit) {
        return new Row(what, (number(figure) + " " + unit).strip(), "", Optional.empty(), "", Optional.empty());
    }

    /** The same line beside something else. */
    public Row comparedWith(String name, double figure, String unit, double ratioToIt) {
        return new Row(
                what, this.figure, name + " " + number(figure) + " " + unit, Optional.of(ratioToIt), target, met);
    }

    /** The same line with a remark. */
    public Row beside(String remark) {
        return new Row(what, figure, remark, ratio, target, met);
    }

    /** The same line with its target. */
    public Row aimingAt(String text, boolean isMet) {
        return new Row(what, figure, baseline, ratio, text, Optional.of(isMet));
    }

    String ratioText() {
        return ratio.map(value -> String.format(Locale.ROOT, "%.2f", value)).orElse("");
    }

    String metText() {
        return met.map(value -> value ? "met" : "NOT MET").orElse("");
    }

    /** Three digits that count, and thousands apart. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
