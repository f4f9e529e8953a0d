package weather.kwangle.policy.replay;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The report on a replay as one HTML file that needs nothing else: style and chart are in it, there is no script. */
public final class ReplayHtml {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1d2733; --soft: #5c6b7a; --line: #d5dce3; --back: #fff;
              --panel: #f5f7f9; --break: #c0392b; --gain: #1e7e4f; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #9fb0c0; --line: #33414f; --back: #141b22;
              --panel: #1d2731; --break: #ef7a6d; --gain: #58c391; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); margin: 2rem auto;
              max-width: 68rem; padding: 0 1.5rem; }
            h1 { font-size: 1.5rem; margin-bottom: 0.25rem; }
            h2 { font-size: 1.1rem; margin-top: 2rem; }
            p { color: var(--soft); margin: 0.25rem 0; }
            dl { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1.5rem 0; padding: 0; }
            dl div { background: var(--panel); border-radius: 8px; padding: 0.75rem 1rem; flex: 1 1 10rem; }
            dt { color: var(--soft); font-size: 0.85rem; }
            dd { margin: 0; font-size: 1.6rem; font-variant-numeric: tabular-nums; }
            .breaks dd { color: var(--break); }
            .gains dd { color: var(--gain); }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
            th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0;
              border-bottom: 1px solid var(--line); }
            th { color: var(--soft); font-weight: 600; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            th, td.nowrap { white-space: nowrap; }
            td.names { white-space: pre; }
            svg { width: 100%; height: auto; background: var(--panel); border-radius: 8px; }
            svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
            svg .break { fill: var(--break); }
            svg .gain { fill: var(--gain); }
            svg .axis { stroke: var(--soft); }
            .key::before { content: ""; display: inline-block; width: 0.8em; height: 0.8em; border-radius: 2px;
              margin-right: 0.4em; background: currentColor; }
            .key { margin-right: 1.5em; }
            .key.break { color: var(--break); }
            .key.gain { color: var(--gain); }
            """;

    private static final int MOST_ROWS = 500;

    private final ReplayReport report;

    public ReplayHtml(ReplayReport report) {
        this.report = report;
    }

    public String page() {
        StringBuilder page = new StringBuilder();
        page.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>Replay of the access policy</title>
                <style>
                %s</style>
                </head>
                <body>
                <h1>What the changed policy does to requests that were made</h1>
                """.formatted(STYLE));
        new ReplayText(report)
                .summary()
                .forEach(line -> page.append("<p>").append(escaped(line)).append("</p>\n"));
        page.append("<dl>\n")
                .append(tile("breaks", "let in, would be refused", ReplayReport.requests(report.breaks())))
                .append(tile("gains", "refused, would be let in", ReplayReport.requests(report.gains())))
                .append(tile("same", "decided as before", report.unchanged()))
                .append(tile("same", "clients that break", ReplayReport.clients(report.breaks())))
                .append("</dl>\n");
        timeline(page);
        section(page, "Who breaks", "No request that was let in would be refused.", report.breaks());
        section(page, "Who gains", "No request that was refused would be let in.", report.gains());
        planMoves(page);
        return page.append("</body>\n</html>\n").toString();
    }

    private static String tile(String kind, String name, long number) {
        return "<div class=\"%s\"><dt>%s</dt><dd>%s</dd></div>%n".formatted(kind, name, ReplayText.number(number));
    }

    private void timeline(StringBuilder page) {
        TimelineChart chart = new TimelineChart(report.timeline());
        if (!chart.isEmpty()) {
            page.append(
                            "<h2>When</h2>\n<p><span class=\"key break\">breaks</span><span class=\"key gain\">gains</span></p>\n")
                    .append(chart.svg());
        }
    }

    private static void section(StringBuilder page, String heading, String nothing, List<ReplayedChange> changes) {
        page.append("<h2>").append(heading).append("</h2>\n");
        if (changes.isEmpty()) {
            page.append("<p>").append(nothing).append("</p>\n");
            return;
        }
        page.append("""
                <div class="wide"><table>
                <tr><th>client</th><th>operation</th><th class="number">requests</th><th>last</th><th>scopes</th>\
                <th>groups</th><th>the changed policy says</th></tr>
                """);
        for (ReplayedChange change : changes.subList(0, Math.min(changes.size(), MOST_ROWS))) {
            page.append("<tr>");
            cell(page, "nowrap", change.client());
            cell(page, "nowrap", change.operation().isEmpty() ? "none" : change.operation());
            cell(page, "number", ReplayText.number(change.tally().count()));
            cell(page, "nowrap", change.tally().last().map(Object::toString).orElse(""));
            cell(page, "names", String.join("\n", new TreeSet<>(change.scopes())));
            cell(page, "names", String.join("\n", new TreeSet<>(change.groups())));
            cell(page, "", change.reason());
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
        ReplayText.more(changes, MOST_ROWS)
                .ifPresent(more -> page.append("<p>").append(more).append("</p>\n"));
    }

    private void planMoves(StringBuilder page) {
        if (report.planMoves().isEmpty()) {
            return;
        }
        page.append("""
                <h2>Who stays with another plan</h2>
                <div class="wide"><table>
                <tr><th>client</th><th>plan before</th><th>plan after</th><th class="number">requests</th><th>last</th></tr>
                """);
        List<ReplayReport.PlanMove> moves = report.planMoves();
        for (ReplayReport.PlanMove move : moves.subList(0, Math.min(moves.size(), MOST_ROWS))) {
            page.append("<tr>");
            cell(page, "", move.client());
            cell(page, "", move.before());
            cell(page, "", move.after());
            cell(page, "number", ReplayText.number(move.tally().count()));
            cell(page, "nowrap", move.tally().last().map(Object::toString).orElse(""));
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
        ReplayText.moreMoves(moves, MOST_ROWS)
                .ifPresent(more -> page.append("<p>").append(more).append("</p>\n"));
    }

    private static void cell(StringBuilder page, String kind, String text) {
        page.append(String.format(Locale.ROOT, "<td class=\"%s\">%s</td>", kind, escaped(text)));
    }

    /** What a log holds is whatever a client sent. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
