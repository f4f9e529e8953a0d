package weather.kwangle.policy.lint;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
    /** Worth knowing. */
    NOTE,
    /** Probably not what is meant. */
    WARNING,
    /** Cannot be meant; a change that has one is not to be released. */
    ERROR;

    /** As SARIF calls it (its section 3.27.10), and we with it. */
    public String level() {
        return name().toLowerCase(Locale.ROOT);
    }
}
