package weather.kwangle.policy;

import java.util.regex.Pattern;

/** Text that may be printed into JSON and into headers as it is. */
final class SafeText {
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9 .,:/_-]");

    private SafeText() {}

    static String of(String text) {
        return UNSAFE.matcher(text).replaceAll("_");
    }
}
