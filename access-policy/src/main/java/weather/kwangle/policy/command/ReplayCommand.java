package weather.kwangle.policy.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            "Exit code 0, or with --exit-code 1 if a request breaks."
        })
final class ReplayCommand extends ComparisonCommand {
    @Parameters(
            index = "0",
            paramLabel = "LOG",
            description = "The authorizer's lines, packed if the name ends in .gz; - is standard input.")
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
        ReplayReport report;
        try (InputStream lines = open()) {
            report = Replay.of(lines, policy, at());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        print(report, seconds);
        if (html.isPresent()) {
            desk.write(html.get(), new ReplayHtml(report).page());
            desk.print("the report is also in " + desk.nameOf(html.get()));
        }
        return exitCode(!report.breaks().isEmpty());
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
