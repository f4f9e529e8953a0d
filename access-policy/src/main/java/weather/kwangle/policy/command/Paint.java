package weather.kwangle.policy.command;

/** Colours text for a terminal, and leaves it alone for everything else. */
public enum Paint {
    NONE {
        @Override
        String with(int code, String text) {
            return text;
        }
    },
    ANSI {
        @Override
        String with(int code, String text) {
            return "\033[" + code + "m" + text + "\033[0m";
        }
    };

    abstract String with(int code, String text);

    String good(String text) {
        return with(32, text);
    }

    /** What went wrong, or is shut out. */
    public String bad(String text) {
        return with(31, text);
    }

    String doubtful(String text) {
        return with(33, text);
    }

    String heading(String text) {
        return with(1, text);
    }

    String aside(String text) {
        return with(2, text);
    }
}
