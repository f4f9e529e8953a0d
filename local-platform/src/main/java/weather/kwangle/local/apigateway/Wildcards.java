package weather.kwangle.local.apigateway;

/** IAM's wildcards: {@code *} is any text, slashes and colons included, {@code ?} any one character. */
final class Wildcards {
    private Wildcards() {}

    /** Whether the pattern matches the whole text. Takes pattern length times text length at the most. */
    static boolean match(String pattern, String text) {
        int inPattern = 0;
        int inText = 0;
        int afterStar = -1;
        int retryFrom = 0;
        while (inText < text.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                afterStar = ++inPattern;
                retryFrom = inText;
            } else if (inPattern < pattern.length()
                    && (pattern.charAt(inPattern) == '?' || pattern.charAt(inPattern) == text.charAt(inText))) {
                inPattern++;
                inText++;
            } else if (afterStar >= 0) {
                // The last star takes one character more.
                inPattern = afterStar;
                inText = ++retryFrom;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }
}
