package weather.kwangle.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.interfaces.cloudwatch.IAlarmRef;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.constructs.Construct;

/** Alarms that one runbook is about. {@link PolicyAlarms} is apart: AppConfig asks for some of its. */
abstract class RunbookAlarms extends Construct {
    private final Names names;
    private final IAlarmAction action;
    private final String runbook;
    private final List<IAlarmRef> all = new ArrayList<>();

    /** @param runbook file in {@code docs/runbooks}, without its ending */
    RunbookAlarms(Construct scope, String id, Names names, IAlarmAction action, String runbook) {
        super(scope, id);
        this.names = names;
        this.action = action;
        this.runbook = runbook;
    }

    /** Adds one that is less urgent than those before. */
    final void add(String topic, String meaning, Condition condition) {
        all.add(Alarms.create(
                this, topic, names.alarm(topic), Alarms.description(meaning, runbook), condition, action));
    }

    /** In the order of urgency. */
    final List<IAlarmRef> all() {
        return List.copyOf(all);
    }
}
