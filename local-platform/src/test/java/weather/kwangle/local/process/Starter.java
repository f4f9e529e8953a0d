package weather.kwangle.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A supervisor to be killed: starts one part, prints its process id, and waits. */
final class Starter {
    private Starter() {}

    public static void main(String... arguments) throws Exception {
        Child child = new ChildJvm(
                        "part",
                        List.of("-Xmx32m"),
                        List.of("-cp", ChildJvm.ownClassPath(), Waiting.class.getName(), "deaf"),
                        Map.of(),
                        Path.of("."),
                        Path.of(arguments[0]))
                .start();
        System.out.println(child.pid());
        new CountDownLatch(1).await();
    }
}
