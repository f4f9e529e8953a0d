package weather.kwangle.policy;

import java.time.Instant;
import java.util.List;

/**
 * Refusals by hand that are delivered apart from the policy, so that one in haste waits for nobody's review. They are laid
 * over whatever policy is in force, {@link AccessPolicy#withBreakGlass}. An operation that the policy does not have is no
 * mistake here, and refuses nothing.
 *
 * @param version {@code bg}, the format's version, a hyphen and the first 12 hex digits of the file's SHA-256
 * @param entries in the order of the file; those that are over too
 */
public record BreakGlassList(String version, List<BreakGlass> entries) {
    public BreakGlassList {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a list of version 1, YAML 1.2 or JSON: {@code version: 1} and {@code breakGlass}, whose entries are those of a
     * policy.
     *
     * @param fileName what messages call the file
     * @throws PolicyParseException at the first mistake, with its place and what was expected
     */
    public static BreakGlassList parse(String fileName, String yamlOrJson) throws PolicyParseException {
        return new BreakGlassList(
                "bg" + AccessPolicy.versionOf(yamlOrJson), PolicyParser.parseBreakGlass(fileName, yamlOrJson));
    }

    /** Those that refuse at a time. */
    public List<BreakGlass> inForceAt(Instant now) {
        return entries.stream().filter(entry -> entry.inForceAt(now)).toList();
    }
}
