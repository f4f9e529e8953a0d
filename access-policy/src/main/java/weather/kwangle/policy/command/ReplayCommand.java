package weather.kwangle.policy.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "Exit code 0, or with --exit-code 1 if a request breaks."
        })
final class ReplayCommand implements Callable<Integer> {
    private final Desk desk;

    @Parameters(
            index = "0",
            paramLabel = "LOG",
            description = "The authorizer's lines, packed if the name ends in .gz; - is standard input.")
    private Path log = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NEW",
            description = "The changed policy; the shipped one, if left out.")
    private Optional<Path> changed = Optional.empty();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes the report, with a chart, into one HTML file too.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--exit-code", description = "Ends with 1 if a request breaks.")
    private boolean exitCode;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "What is refused by hand and over by then does not count (RFC 3339, UTC); now, if left out.")
    private Optional<Instant> at = Optional.empty();

    ReplayCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException {
        AccessPolicy policy = desk.policy(changed.orElse(desk.shippedPolicy())).policy();
        long start = System.nanoTime();
        ReplayReport report;
        try (InputStream lines = open()) {
            report = Replay.of(lines, policy, at.orElseGet(desk.clock()::instant));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        print(report, seconds);
        if (html.isPresent()) {
            desk.write(html.get(), new ReplayHtml(report).page());
            desk.print("the report is also in " + desk.nameOf(html.get()));
        }
        return exitCode && !report.breaks().isEmpty() ? 1 : 0;
    }

    private InputStream open() throws IOException {
        if (desk.isStandardInput(log)) {
            return desk.in();
        }
        try {
            InputStream file = Files.newInputStream(desk.directory().resolve(log));
            return log.toString().endsWith(".gz") ? new GZIPInputStream(file, 64 * 1024) : file;
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException("there is no file " + desk.nameOf(log));
        }
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
