package weather.kwangle.registry.command;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.command.Desk;
import weather.kwangle.policy.json.JsonTree;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.registry.ClientReport;
import weather.kwangle.registry.Page;

@Command(
        name = "list",
        description = {
            "Lists the clients of the policy and of the table by id, a page at a time. Reads the whole table.",
            "An account alone is no client: who only ever was refused or came in as an unknown one is not listed."
        })
final class ListCommand implements Callable<Integer> {
    private static final int MOST = 1_000;

    private final Surroundings around;

    @Option(names = "--limit", paramLabel = "N", description = "Clients on a page, 1 to 1000; 100, if left out.")
    private int limit = 100;

    @Option(names = "--after", paramLabel = "ID", description = "Begins behind this id, where the last page ended.")
    private String after = "";

    @Mixin
    private final FormatOption format = new FormatOption();

    @Mixin
    private final Where where = new Where();

    ListCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException, UsageException {
        if (limit < 1 || limit > MOST) {
            throw new UsageException(
                    "--limit is %d, expected 1 to %d; see further pages with --after".formatted(limit, MOST));
        }
        Desk desk = around.desk();
        AccessPolicy policy = where.policy(desk).policy();
        // Empty is what the table holds and nobody can read.
        Page<Optional<RegistryEntry>> page = new Page<>(after, limit);
        policy.clientIds().forEach(id -> page.put(id, Optional.of(RegistryEntry.NOTHING)));
        try (Connections connections = where.open(around)) {
            connections.registry(desk.clock()).forEach(listed -> page.put(listed.clientId(), listed.entry()));
        }
        Instant now = desk.clock().instant();
        switch (format.format()) {
            case text -> text(policy, page, now);
            case json -> json(policy, page, now);
        }
        return 0;
    }

    private void text(AccessPolicy policy, Page<Optional<RegistryEntry>> page, Instant now) {
        Desk desk = around.desk();
        int width = page.entries().stream()
                .mapToInt(entry -> entry.getKey().length())
                .max()
                .orElse(0);
        for (Map.Entry<String, Optional<RegistryEntry>> each : page.entries()) {
            String id = each.getKey();
            String said = each.getValue()
                    .map(entry -> said(ClientReport.of(policy, id, entry, now)))
                    .orElseGet(() ->
                            desk.paint().bad("its entry cannot be read, so it is refused; see client show " + id));
            desk.print(("%-" + width + "s  %s").formatted(id, said));
        }
        page.next().ifPresent(last -> desk.print("… and more: --after " + last));
    }

    private String said(ClientReport client) {
        return client.planInWords()
                + (client.suspended() ? "; " + around.desk().paint().bad(client.statusInWords()) : "");
    }

    private void json(AccessPolicy policy, Page<Optional<RegistryEntry>> page, Instant now) {
        List<Map<String, Object>> clients = page.entries().stream()
                .map(each -> each.getValue()
                        .map(entry -> ClientReport.of(policy, each.getKey(), entry, now)
                                .tree())
                        .orElseGet(() -> unreadable(each.getKey())))
                .toList();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("clients", clients);
        page.next().ifPresent(last -> tree.put("next", last));
        around.desk().print(JsonTree.indented(tree));
    }

    private static Map<String, Object> unreadable(String id) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("status", "unreadable");
        return tree;
    }
}
