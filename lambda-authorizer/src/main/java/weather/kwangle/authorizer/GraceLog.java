package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.time.Clock;
import weather.kwangle.authorizer.json.JsonLine;
import weather.kwangle.quota.GraceListener;

/**
 * JSON lines of {@code type} ledger: that this instance admits requests without the quota table, for how long, and that it no
 * longer has to. At once, for somebody is woken up for it and metrics wait for a batch (docs/adr/0015).
 */
final class GraceLog implements GraceListener {
    private static final int EXPECTED_BYTES = 256;

    private final PrintStream out;
    private final Clock clock;

    GraceLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void began(String why) {
        line("grace-began").text("reason", why).printTo(out);
    }

    @Override
    public void lasts(long permits) {
        line("grace-lasts").number("permits", permits).printTo(out);
    }

    @Override
    public void ended(long permits) {
        line("grace-ended")
                .text("reason", "the table answered")
                .number("permits", permits)
                .printTo(out);
    }

    private JsonLine line(String event) {
        return new JsonLine(EXPECTED_BYTES)
                .text("type", "ledger")
                .text("event", event)
                .time("time", clock.instant());
    }
}
