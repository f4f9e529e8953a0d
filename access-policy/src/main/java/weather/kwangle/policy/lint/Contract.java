package weather.kwangle.policy.lint;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Place;

/** What an OpenAPI document (3.0 or 3.1) says about operations and scopes. */
public final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final String file;
    private final Node root;

    private Contract(String file, Node root) {
        this.file = file;
        this.root = root;
    }

    /**
     * An operation of the contract.
     *
     * @param place where it stands
     * @param scopeSets the sets of scopes of which a token needs one, as written there; none if it names none
     */
    record Promise(Place place, Set<Set<String>> scopeSets) {}

    /**
     * Reads a document.
     *
     * @throws ContractException if it is not well formed
     */
    public static Contract parse(String file, String yamlOrJson) throws ContractException {
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(file).build()).composeString(yamlOrJson);
            if (root.isEmpty() || find(root.get(), "paths").isEmpty()) {
                throw new ContractException(file + " is no OpenAPI document, expected one with paths");
            }
            return new Contract(file, root.get());
        } catch (YamlEngineException e) {
            throw new ContractException(file + " is not well formed: "
                    + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    /** Operations that a client needs a token for. */
    Map<Operation, Promise> operations() throws ContractException {
        Optional<Node> everywhere = find(root, "security");
        Map<Operation, Promise> operations = new LinkedHashMap<>();
        for (NodeTuple path : members(find(root, "paths"))) {
            for (NodeTuple method : members(Optional.of(path.getValueNode()))) {
                Optional<Node> security =
                        find(method.getValueNode(), "security").or(() -> everywhere);
                boolean needsToken =
                        security.filter(node -> !items(node).isEmpty()).isPresent();
                if (METHODS.contains(text(method.getKeyNode())) && needsToken) {
                    operations.put(
                            operation(method.getKeyNode(), path.getKeyNode()),
                            new Promise(place(method.getKeyNode()), scopeSets(security)));
                }
            }
        }
        return operations;
    }

    /** Scopes that some flow of OAuth 2 gives. */
    Set<String> givenScopes() {
        Set<String> scopes = new TreeSet<>();
        Optional<Node> schemes = find(root, "components").flatMap(node -> find(node, "securitySchemes"));
        for (NodeTuple scheme : members(schemes)) {
            for (NodeTuple flow : members(find(scheme.getValueNode(), "flows"))) {
                members(find(flow.getValueNode(), "scopes")).forEach(scope -> scopes.add(text(scope.getKeyNode())));
            }
        }
        return scopes;
    }

    private Operation operation(Node method, Node path) throws ContractException {
        try {
            return new Operation(text(method).toUpperCase(Locale.ROOT), text(path));
        } catch (IllegalArgumentException e) {
            throw new ContractException(
                    "%s: no policy can name '%s', %s".formatted(place(path), text(path), e.getMessage()));
        }
    }

    private static Set<Set<String>> scopeSets(Optional<Node> security) {
        Set<Set<String>> sets = new HashSet<>();
        for (Node alternative : security.map(Contract::items).orElse(List.of())) {
            Set<String> scopes = new TreeSet<>();
            for (NodeTuple scheme : members(Optional.of(alternative))) {
                items(scheme.getValueNode()).forEach(scope -> scopes.add(text(scope)));
            }
            if (!scopes.isEmpty()) {
                sets.add(scopes);
            }
        }
        return sets;
    }

    private Place place(Node node) {
        return Place.of(file, node.getStartMark());
    }

    private static Optional<Node> find(Node node, String name) {
        return members(Optional.of(node)).stream()
                .filter(member -> text(member.getKeyNode()).equals(name))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static List<NodeTuple> members(Optional<Node> node) {
        return node.isPresent() && node.get() instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
