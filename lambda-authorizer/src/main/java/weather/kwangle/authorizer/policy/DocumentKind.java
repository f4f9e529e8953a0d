package weather.kwangle.authorizer.policy;

import java.util.function.Function;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlassList;
import weather.kwangle.policy.PolicyParseException;

/**
 * What a document is read as.
 *
 * @param name what audit lines call it
 * @param version which state of the content it is
 * @param outlivesBrokenContent whether the last good content is used while the source holds content that is broken
 * @param need what a request does without it
 * @param <T> of the content
 */
record DocumentKind<T>(
        String name, Parser<T> parser, Function<T, String> version, boolean outlivesBrokenContent, Need need) {
    /** Who may call what. A slip of its authors must not shut everybody out, so the last good one stays. */
    static final DocumentKind<AccessPolicy> ACCESS_POLICY =
            new DocumentKind<>("access-policy", AccessPolicy::parse, AccessPolicy::version, true, Need.REQUIRED);

    /**
     * What is refused by hand. A slip in it must not take back what was refused before, so the last good one stays, each
     * entry until its time. Where there has been none yet, nothing is laid over the policy: a second source must not be a
     * second way to shut everybody out. Its absence is in the log, and the table's status can refuse a client too.
     */
    static final DocumentKind<BreakGlassList> BREAK_GLASS =
            new DocumentKind<>("break-glass", BreakGlassList::parse, BreakGlassList::version, true, Need.WANTED);

    /** A candidate. A broken one has nothing to say until it is mended, and nobody waits for one. */
    static final DocumentKind<AccessPolicy> SHADOW_POLICY =
            new DocumentKind<>("shadow-policy", AccessPolicy::parse, AccessPolicy::version, false, Need.OPTIONAL);

    /** What a request does without a document. */
    enum Need {
        /** It fails, for a reason of ours. */
        REQUIRED,
        /** It waits once for the first, and goes on without while the source is away. */
        WANTED,
        /** It never waits. */
        OPTIONAL
    }

    interface Parser<T> {
        T parse(String name, String text) throws PolicyParseException;
    }

    /** @throws UnusableDocumentException if the document is too long, not text, not of this kind, or beyond the memory */
    T read(DocumentSource source, Document document) throws UnusableDocumentException {
        if (document.length() > source.maxBytes()) {
            throw new UnusableDocumentException(
                    "%s:1:1: it is too long, expected at most %d bytes".formatted(source.name(), source.maxBytes()));
        }
        try {
            return parser.parse(source.name(), document.text(source.name()));
        } catch (PolicyParseException e) {
            throw new UnusableDocumentException(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // What was used up for it is free again; tried at every request, it would be used up at every request.
            throw new UnusableDocumentException(
                    source.name() + ":1:1: it takes more memory than there is, expected a smaller one");
        }
    }
}
