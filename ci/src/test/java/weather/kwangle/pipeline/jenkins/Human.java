package weather.kwangle.pipeline.jenkins;

import java.util.HashMap;
import java.util.Map;

/** Whoever is asked to approve: approves, unless the test says otherwise. */
final class Human {

    static final String NAME = "devops-lead";

    private final Map<String, Question.Answer> answers = new HashMap<>();

    void will(String stage, Question.Answer answer) {
        answers.put(stage, answer);
    }

    /** Returns after an approval; a refusal and a silence interrupt the build, and a silence needs a time-out for it. */
    void answer(Question question) {
        switch (answers.getOrDefault(question.stage(), Question.Answer.APPROVE)) {
            case APPROVE -> {}
            case REFUSE -> throw new Interruption("rejected by " + NAME);
            case NOTHING ->
                throw new Interruption("timed out after "
                        + question.timeout()
                                .orElseThrow(() -> new AssertionError(question.stage() + " would wait for ever")));
        }
    }
}
