package weather.kwangle.authorizer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Lines about requests that are admitted without the quota table, as the authorizer prints them into its log group. */
public final class GraceLines {
    private GraceLines() {}

    /** Of an outage of more than a minute. */
    public static List<String> ofAnOutage() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GraceLog log = new GraceLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), Clock.systemUTC());
        log.began("cannot charge an account in table max-weather-quota: timed out");
        log.lasts(341);
        log.ended(367);
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
