package weather.kwangle.policy.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.replay.Replay;
import weather.kwangle.policy.replay.ReplayHtml;
import weather.kwangle.policy.replay.ReplayReport;
import weather.kwangle.policy.replay.ReplayText;

@Command(
        name = "replay",
        description = {
            "Asks a changed policy about the requests of a log of the authorizer: who breaks, who gains, how often and when"
                    + " last.",
            "What is refused by hand counts as it would have at the time of each request, or --at one time for all.",
            "Exit code 0, or with --exit-code 1 if a request breaks and 2 if the log has no decision to ask about."
        })
final class ReplayCommand extends ComparisonCommand {
    /** How a packed file begins (RFC 1952 section 2.3.1). */
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    @Parameters(
            index = "0",
            paramLabel = "LOG",
            description = "The authorizer's lines, packed by gzip or not; - is standard input.")
    private Path log = Path.of("");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes the report, with a chart, into one HTML file too.")
    private Optional<Path> html = Optional.empty();

    ReplayCommand(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() throws IOException, PolicyParseException {
        AccessPolicy policy = changedPolicy();
        long start = System.nanoTime();
        ReplayReport report = replayed(policy);
        double seconds = (System.nanoTime() - start) / 1e9;
        print(report, seconds);
        if (html.isPresent()) {
            desk.write(html.get(), new ReplayHtml(report).page());
            desk.print("the report is also in " + desk.nameOf(html.get()));
        }
        // Of a file that is no log nobody breaks: that must not look like a proof.
        return report.lines().decisions() == 0
                ? exitCode(true, OneLineErrors.BAD_USE)
                : exitCode(!report.breaks().isEmpty(), 1);
    }

    private ReplayReport replayed(AccessPolicy policy) throws IOException {
        try (InputStream lines = unpacked(desk.open(log))) {
            return Replay.of(lines, policy, at());
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw desk.unreadable(log, e);
        }
    }

    /** Whatever it is called: standard input has no name. */
    private static InputStream unpacked(InputStream log) throws IOException {
        PushbackInputStream lines = new PushbackInputStream(log, GZIP.length);
        byte[] head = lines.readNBytes(GZIP.length);
        lines.unread(head);
        return Arrays.equals(head, GZIP) ? new GZIPInputStream(lines, 64 * 1024) : lines;
    }

    private void print(ReplayReport report, double seconds) {
        ReplayText text = new ReplayText(report);
        text.summary().forEach(desk::print);
        desk.print("");
        String breaks = ReplayText.counted("breaks", report.breaks());
        desk.print(
                report.breaks().isEmpty()
                        ? desk.paint().good(breaks)
                        : desk.paint().bad(breaks));
        ReplayText.rows(report.breaks()).forEach(desk::print);
        desk.print(desk.paint().heading(ReplayText.counted("gains", report.gains())));
        ReplayText.rows(report.gains()).forEach(desk::print);
        List<String> moves = text.planMoves();
        if (!moves.isEmpty()) {
            desk.print(desk.paint().heading("stays with another plan"));
            moves.forEach(desk::print);
        }
        desk.print(String.format(Locale.ROOT, "as before: %,d requests", report.unchanged()));
        desk.print(desk.paint()
                .aside(String.format(
                        Locale.ROOT,
                        "read %,d lines, %.0f MB, in %.2f s",
                        report.lines().total(),
                        report.lines().bytes() / 1e6,
                        seconds)));
    }
}
