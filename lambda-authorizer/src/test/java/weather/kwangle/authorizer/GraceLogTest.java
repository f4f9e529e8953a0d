package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GraceLogTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GraceLog log = new GraceLog(new PrintStream(out, true, StandardCharsets.UTF_8), new TestClock());

    @Test
    void each_event_is_one_line() {
        log.began("cannot charge an account in table quota: \"timed out\"\n");
        log.lasts(341);
        log.ended(367);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                {"type":"ledger","event":"grace-began","time":"2026-11-23T12:00:00.000Z",\
                "reason":"cannot charge an account in table quota: \\"timed out\\"\\u000a"}
                {"type":"ledger","event":"grace-lasts","time":"2026-11-23T12:00:00.000Z","permits":341}
                {"type":"ledger","event":"grace-ended","time":"2026-11-23T12:00:00.000Z",\
                "reason":"the table answered","permits":367}
                """);
    }
}
