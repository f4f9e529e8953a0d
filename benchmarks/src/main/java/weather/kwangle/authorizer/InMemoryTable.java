package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import weather.kwangle.quota.InMemoryLedgerStore;

/** The real handler from the real variables, but for the table, which is in memory: what a decision costs without calls. */
public final class InMemoryTable {
    private InMemoryTable() {}

    /**
     * A handler whose registry is empty.
     *
     * @param environment the function's variables, with {@code EDGE_KEY}
     * @param log gets a line for each decision
     */
    public static AuthorizerHandler handler(Map<String, String> environment, PrintStream log) {
        Wiring.Table table =
                new Wiring.Table((_, _) -> Optional.empty(), () -> {}, new InMemoryLedgerStore(), () -> {}, Map.of());
        return new AuthorizerHandler(
                Wiring.parts(AuthorizerConfiguration.from(environment), () -> table, Clock.systemUTC(), log),
                Core.getGlobalContext());
    }
}
