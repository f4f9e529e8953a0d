package weather.kwangle.pipeline.jenkins;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a build did, as it goes on and when it has ended. */
public final class Build {

    /** A shell step, where it ran and how it ended. */
    public record Command(String stage, String container, String script, int exitCode, String output) {}

    private String result = "SUCCESS";
    private final List<String> ranStages = new ArrayList<>();
    private final List<String> skippedStages = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final Map<String, String> artifacts = new TreeMap<>();
    private final Map<String, String> checks = new TreeMap<>();
    private final List<String> mails = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> credentials = new TreeSet<>();

    public String result() {
        return result;
    }

    /** A result only gets worse. */
    void endsAs(String worse) {
        if (result.equals("SUCCESS")) {
            result = worse;
        }
    }

    /** The stages whose steps or inner stages were entered, in order. */
    public List<String> ranStages() {
        return ranStages;
    }

    public List<String> skippedStages() {
        return skippedStages;
    }

    public List<Command> commands() {
        return commands;
    }

    /** The scripts of the shell steps that were run in a stage or, for its {@code post}, around it. */
    public List<String> scripts() {
        return commands.stream().map(Command::script).toList();
    }

    public List<Question> questions() {
        return questions;
    }

    /** The archived files by their path. */
    public Map<String, String> artifacts() {
        return artifacts;
    }

    /** What the change request shows beside the change, by its name. */
    public Map<String, String> checks() {
        return checks;
    }

    public List<String> mails() {
        return mails;
    }

    /** What was caught, and did not change how the build ended. */
    public List<String> complaints() {
        return complaints;
    }

    /** The credentials that were bound. */
    public Set<String> credentials() {
        return credentials;
    }

    /** Everything that the build printed. */
    public String log() {
        StringBuilder log = new StringBuilder();
        commands.forEach(command -> log.append("[%s, %s] %s%n%s%n"
                .formatted(command.stage(), command.container(), command.script(), command.output())));
        return log.toString();
    }
}
