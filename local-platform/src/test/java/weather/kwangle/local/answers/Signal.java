package weather.kwangle.local.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What lets a process stand still for a while, and go on. */
enum Signal {
    STOP,
    CONT;

    /** To each of them, also where one has ended meanwhile. */
    void send(List<String> pids) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
        command.addAll(pids);
        Process kill = new ProcessBuilder(command).inheritIO().start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).as("exit code of %s", command).isZero();
    }
}
