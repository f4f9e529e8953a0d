package weather.kwangle.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the operation of a request: a look-up for plain resources, a short walk for those with templates. */
final class OperationIndex {
    private final Map<String, Operation> plain = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    private record Template(Operation operation, List<String> segments) {
        boolean matches(String method, List<String> path) {
            if (path.size() != segments.size() || !operation.method().equals(method)) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                boolean fits = isVariable(segments.get(i))
                        ? !path.get(i).isEmpty()
                        : segments.get(i).equals(path.get(i));
                if (!fits) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }

        /** Sorts a literal before a variable, segment by segment. */
        String precedence() {
            StringBuilder order = new StringBuilder();
            for (String segment : segments) {
                order.append(isVariable(segment) ? '1' : '0');
            }
            return order.toString();
        }
    }

    OperationIndex(Set<Operation> operations) {
        for (Operation operation : operations) {
            if (operation.hasTemplate()) {
                templates.add(new Template(operation, segments(operation.resource())));
            } else {
                plain.put(operation.toString(), operation);
            }
        }
        templates.sort(Comparator.comparing(Template::precedence));
    }

    Optional<Operation> find(String method, String path) {
        Operation exact = plain.get(method + " " + path);
        if (exact != null) {
            return Optional.of(exact);
        }
        if (templates.isEmpty()) {
            return Optional.empty();
        }
        List<String> segments = segments(path);
        return templates.stream()
                .filter(template -> template.matches(method, segments))
                .map(Template::operation)
                .findFirst();
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
