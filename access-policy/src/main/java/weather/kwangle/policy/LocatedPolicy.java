package weather.kwangle.policy;

import java.util.HashMap;
import java.util.Map;

/** A policy together with where its parts stand in the file, for those who talk to the file's author. */
public final class LocatedPolicy {
    private final String file;
    private final AccessPolicy policy;
    private final Map<Part, Place> places;

    private LocatedPolicy(String file, AccessPolicy policy, Map<Part, Place> places) {
        this.file = file;
        this.policy = policy;
        this.places = places;
    }

    /**
     * Reads a policy as {@link AccessPolicy#parse} does.
     *
     * @param file what messages call the file
     * @throws PolicyParseException at the first mistake, with its place and what was expected
     */
    public static LocatedPolicy parse(String file, String yamlOrJson) throws PolicyParseException {
        Map<Part, Place> places = new HashMap<>();
        return new LocatedPolicy(file, AccessPolicy.parse(file, yamlOrJson, places::put), places);
    }

    public AccessPolicy policy() {
        return policy;
    }

    /** Where the part stands; the head of the file if the file leaves it out, as it may {@code unknownClient}. */
    public Place placeOf(Part part) {
        return places.getOrDefault(part, new Place(file, 1, 1));
    }
}
