package weather.kwangle.registry.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.command.Desk;
import weather.kwangle.policy.json.JsonTree;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.registry.AccountReport;
import weather.kwangle.registry.ClientReport;
import weather.kwangle.registry.RegistryException;

@Command(
        name = "show",
        description = {
            "Tells a client's plan and who gives it, its status, and what it has used today and this month (UTC).",
            "Permits that an instance has leased and not yet used count as used. Exit code 1 if nobody knows the client."
        })
final class ShowCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final ClientArgument client = new ClientArgument();

    @Mixin
    private final FormatOption format = new FormatOption();

    @Mixin
    private final Where where = new Where();

    ShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException, UsageException {
        Desk desk = around.desk();
        AccessPolicy policy = where.policy(desk).policy();
        String id = client.id();
        try (Connections connections = where.open(around)) {
            Instant now = desk.clock().instant();
            RegistryEntry entry = connections.registry(desk.clock()).read(id).orElse(RegistryEntry.NOTHING);
            ClientReport report = ClientReport.of(policy, id, entry, now);
            if (!report.isKnown() && report.plan().isEmpty()) {
                throw new RegistryException(
                        "neither the policy nor the table knows %s; see client list, or make it one with: client add %s --plan PLAN"
                                .formatted(id, id));
            }
            print(
                    report,
                    report.plan()
                            .map(plan -> AccountReport.of(
                                    plan, connections.accounts().read(id), now)));
        }
        return 0;
    }

    private void print(ClientReport report, Optional<AccountReport> account) {
        Desk desk = around.desk();
        switch (format.format()) {
            case text -> {
                line("client", report.id());
                line("plan", report.planInWords());
                String status = report.statusInWords();
                line("status", report.suspended() ? desk.paint().bad(status) : status);
                account.ifPresent(each -> {
                    line("limits", each.limitsInWords());
                    line("today", each.dayInWords());
                    line("month", each.monthInWords());
                });
            }
            case json -> {
                Map<String, Object> tree = report.tree();
                account.ifPresent(each -> tree.putAll(each.tree()));
                desk.print(JsonTree.indented(tree));
            }
        }
    }

    private void line(String name, String value) {
        around.desk().print("%-8s%s".formatted(name, value));
    }
}
