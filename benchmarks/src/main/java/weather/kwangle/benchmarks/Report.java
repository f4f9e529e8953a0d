package weather.kwangle.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weather.kwangle.benchmarks.micro.MicroSuite;

/** Turns samples into tables, and knows the targets. Leaves out what was not measured. */
public final class Report {
    private static final double MEBIBYTE = 1024.0 * 1024.0;
    private static final double FUNCTION_LIMIT_MIB = 12;
    /** A policy of ten thousand times the size may cost so much more: what the caches of the processor lose. */
    private static final double FLAT = 1.5;

    private static final String UNSEEN = "Decisions.unseenToken";
    private static final String SEEN = "Decisions.seenToken";
    private static final String EVALUATION = "Evaluation.evaluate";
    private static final String SHADOW = "Evaluation.shadow";
    private static final String RSA = "Verification.rsa";
    private static final String NIMBUS = "Verification.nimbus";

    private final Measurements results;
    private final Effort effort;

    public Report(Measurements results, Effort effort) {
        this.results = results;
        this.effort = effort;
    }

    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        if (results.has(RSA)) {
            tables.add(new Table("Parts of a decision, one thread", parts()));
        }
        for (String compiler : List.of("tiered", "c1")) {
            if (results.has("ours/" + compiler + "/first")) {
                tables.add(new Table(title(compiler), warm(compiler)));
            }
        }
        if (results.has("ours with table/c1/first")) {
            tables.add(new Table("A cold start: from the start of the process to the first decision", cold()));
        }
        if (results.has("start/JVM")) {
            tables.add(new Table("Parts of a cold start, C1 alone, one after the other", startParts()));
        }
        if (results.has("table/calls")) {
            tables.add(new Table(
                    "The table", List.of(Row.of("calls for each warm decision", results.median("table/calls"), ""))));
        }
        if (results.has("restore/first")) {
            tables.add(new Table("After a restore", restore()));
        }
        if (results.has("function/bytes")) {
            tables.add(new Table("Size", size()));
        }
        return tables;
    }

    private static String title(String compiler) {
        return compiler.equals("tiered")
                ? "A warm process through the Runtime API, both compilers (SnapStart, provisioned concurrency)"
                : "A warm process through the Runtime API, C1 alone (on demand)";
    }

    private List<Row> parts() {
        String seen = name(SEEN);
        String unseen = name(UNSEEN);
        String evaluation = name(EVALUATION);
        List<Row> rows = new ArrayList<>();
        rows.add(micros("decision, token seen before", seen).aimingAt("≤ 10 µs", results.median(seen) <= 10));
        rows.add(beside("decision, token not seen before", unseen, "bare RSA-2048 check", RSA, 1.4));
        rows.add(beside("the same", unseen, "Nimbus's processor", NIMBUS, 1.0));
        rows.add(micros("policy evaluation", evaluation).aimingAt("≤ 1 µs", results.median(evaluation) <= 1));
        rows.add(micros("a candidate in the policy's shadow", name(SHADOW))
                .comparedWith(
                        "decision, token seen before", results.median(seen), "µs", results.ratio(name(SHADOW), seen)));
        rows.add(flat("decision, token seen before", SEEN));
        rows.add(flat("decision, token not seen before", UNSEEN));
        rows.add(flat("policy evaluation", EVALUATION));
        rows.add(micros("reading the event", "Json.readEvent"));
        rows.add(micros("writing a log line", "Json.writeLine"));
        rows.add(Row.of("garbage of a decision, token seen before", results.median(seen + "/bytes") / 1024.0, "KiB"));
        rows.add(Row.of(
                "garbage of a decision, token not seen before", results.median(unseen + "/bytes") / 1024.0, "KiB"));
        return rows;
    }

    /** The benchmark with the policy of middle size. */
    private String name(String benchmark) {
        return MicroSuite.name(benchmark, effort.clients().get(effort.clients().size() / 2));
    }

    private Row micros(String what, String name) {
        return Row.of(what, results.median(name), "µs");
    }

    private Row beside(String what, String name, String baseline, String baselineName, double most) {
        double ratio = results.ratio(name, baselineName);
        return micros(what, name)
                .comparedWith(baseline, results.median(baselineName), "µs", ratio)
                .aimingAt("ratio ≤ " + most, ratio <= most);
    }

    private Row flat(String what, String benchmark) {
        String many = MicroSuite.name(benchmark, effort.mostClients());
        String few = MicroSuite.name(benchmark, effort.fewestClients());
        double ratio = results.ratio(many, few);
        return micros("%s, %,d clients in the policy".formatted(what, effort.mostClients()), many)
                .comparedWith("%,d clients".formatted(effort.fewestClients()), results.median(few), "µs", ratio)
                .aimingAt("flat (ratio ≤ " + FLAT + ")", ratio <= FLAT);
    }

    private List<Row> warm(String compiler) {
        String ours = "ours/" + compiler;
        String empty = "empty/" + compiler;
        boolean isTarget = compiler.equals("tiered");
        List<Row> rows = new ArrayList<>();
        for (String tokens : List.of("seen", "unseen")) {
            String kind = tokens.equals("seen") ? "tokens seen before" : "tokens not seen before";
            rows.add(load("decisions, " + kind, ours, tokens, "perSecond", "/s", isTarget ? ">=" : ""));
            rows.add(load("half of them within", ours, tokens, "p50", "µs", ""));
            rows.add(load("99 of 100 within", ours, tokens, "p99", "µs", isTarget ? "<=" : ""));
            rows.add(load("processor time of each", ours, tokens, "cpu", "µs", ""));
        }
        rows.add(Row.of("an empty handler's answers", results.median(empty + "/seen/perSecond"), "/s"));
        rows.add(Row.of("processor time of each", results.median(empty + "/seen/cpu"), "µs"));
        Row memory = Row.of("resident memory", results.median(ours + "/memory"), "MiB");
        rows.add(memory.comparedWith(
                "empty handler",
                results.median(empty + "/memory"),
                "MiB",
                results.ratio(ours + "/memory", empty + "/memory")));
        return rows;
    }

    /** A line beside the peer in Node, if there is one. */
    private Row load(String what, String ours, String tokens, String figure, String unit, String target) {
        String name = ours + "/" + tokens + "/" + figure;
        String peer = "node/" + tokens + "/" + figure;
        Row row = Row.of(what, results.median(name), unit);
        if (!results.has(peer)) {
            return row;
        }
        double ratio = results.ratio(name, peer);
        Row compared = row.comparedWith("Node", results.median(peer), unit, ratio);
        return switch (target) {
            case ">=" -> compared.aimingAt("ratio ≥ 1.0", ratio >= 1);
            case "<=" -> compared.aimingAt("ratio ≤ 1.0 or ≤ 1 ms", ratio <= 1 || results.median(name) <= 1_000);
            default -> compared;
        };
    }

    private List<Row> cold() {
        List<Row> rows = new ArrayList<>();
        for (String compiler : List.of("c1", "tiered")) {
            String flags = compiler.equals("c1") ? "C1 alone" : "both compilers";
            String empty = "empty/" + compiler + "/first";
            String withTable = "ours with table/" + compiler + "/first";
            String inMemory = "ours/" + compiler + "/first";
            double ratio = results.ratio(withTable, empty);
            rows.add(first("the function, its table DynamoDB Local, " + flags, withTable, empty)
                    .aimingAt("ratio ≤ 2.5", ratio <= 2.5));
            rows.add(first("its processor time until then", withTable + "/cpu", empty + "/cpu"));
            rows.add(first("the same with the table in memory, " + flags, inMemory, empty));
            rows.add(first("its processor time until then", inMemory + "/cpu", empty + "/cpu"));
        }
        if (results.has("node/first")) {
            rows.add(Row.of("Node", results.median("node/first") / 1e3, "ms"));
        }
        return rows;
    }

    private Row first(String what, String name, String empty) {
        return Row.of(what, results.median(name) / 1e3, "ms")
                .comparedWith("empty handler", results.median(empty) / 1e3, "ms", results.ratio(name, empty));
    }

    private List<Row> startParts() {
        List<Row> rows = new ArrayList<>();
        for (String name : results.samples().keySet()) {
            if (name.startsWith("start/") && results.has(name + "/classes")) {
                rows.add(Row.of(name.substring("start/".length()), results.median(name) / 1e3, "ms")
                        .beside("%,.0f classes loaded".formatted(results.median(name + "/classes"))));
            }
        }
        return rows;
    }

    private List<Row> restore() {
        return List.of(
                firstDecision("warm decision, client not seen before", "restore/stranger"),
                firstDecision("warm decision, client known", "restore/warm"),
                Row.of("the hook itself", results.median("restore/hook") / 1e3, "ms"));
    }

    private Row firstDecision(String other, String name) {
        double ratio = results.ratio("restore/first", name);
        return Row.of("first decision", results.median("restore/first"), "µs")
                .comparedWith(other, results.median(name), "µs", ratio)
                .aimingAt("ratio ≤ 2", ratio <= 2);
    }

    private List<Row> size() {
        double mebibytes = results.median("function/bytes") / MEBIBYTE;
        return List.of(Row.of("the function, exploded", mebibytes, "MiB")
                .aimingAt("≤ 12 MiB", mebibytes <= FUNCTION_LIMIT_MIB));
    }

    /** Whether nothing that was measured misses its target. */
    public boolean isMet() {
        return tables().stream()
                .flatMap(table -> table.rows().stream())
                .allMatch(row -> row.met().orElse(true));
    }

    /** Everything, for machines. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("samples", results.samples());
        json.put(
                "rows",
                tables().stream()
                        .flatMap(table -> table.rows().stream().map(row -> json(table, row)))
                        .toList());
        return json;
    }

    private static Map<String, Object> json(Table table, Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table.title());
        json.put("what", row.what());
        json.put("figure", row.figure());
        json.put("beside", row.baseline());
        row.ratio().ifPresent(ratio -> json.put("ratio", ratio));
        json.put("target", row.target());
        row.met().ifPresent(met -> json.put("met", met));
        return json;
    }
}
