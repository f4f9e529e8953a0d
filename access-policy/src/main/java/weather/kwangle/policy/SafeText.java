package weather.kwangle.policy;

import java.util.regex.Pattern;

/** Text that may be printed into JSON and into headers as it is. */
public final class SafeText {
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9 .,:/_-]");

    private SafeText() {}

    /** The text with every other character than letters, digits, spaces and {@code . , : / _ -} made an underscore. */
    public static String of(String text) {
        return UNSAFE.matcher(text).replaceAll("_");
    }
}
