package weather.kwangle.operations.policy;

import java.util.List;

/** What becomes of a document. */
sealed interface Judgement {

    /**
     * May be delivered.
     *
     * @param version as the authorizer's log will have it
     * @param remarks what its author should look at, one line each
     */
    record Accepted(String version, List<String> remarks) implements Judgement {
        public Accepted {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * May not.
     *
     * @param why what is wrong, where, and what is expected, in one line
     */
    record Refused(String why) implements Judgement {}
}
