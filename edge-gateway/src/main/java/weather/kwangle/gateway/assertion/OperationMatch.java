package weather.kwangle.gateway.assertion;

/**
 * Whether an assertion's operation is the request's. The path is compared as it was sent, without decoding, so that the
 * service cannot read another path than the one that was allowed.
 */
final class OperationMatch {
    private OperationMatch() {}

    /**
     * Compares segment by segment; a template segment such as <code>{id}</code> stands for any one that is not empty.
     *
     * @param operation method and resource, such as {@code GET /forecast}
     * @param rawPath path of the request as sent
     */
    static boolean matches(String operation, String method, String rawPath) {
        int space = operation.indexOf(' ');
        if (!operation.substring(0, space).equals(method)) {
            return false;
        }
        String[] template = operation.substring(space + 1).split("/", -1);
        String[] path = rawPath.split("/", -1);
        if (template.length != path.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            boolean variable = template[i].startsWith("{") && template[i].endsWith("}");
            if (variable ? path[i].isEmpty() : !template[i].equals(path[i])) {
                return false;
            }
        }
        return true;
    }
}
