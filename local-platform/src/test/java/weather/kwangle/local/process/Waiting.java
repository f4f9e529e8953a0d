package weather.kwangle.local.process;

import java.util.concurrent.CountDownLatch;

/** A part that says it is there and then waits for ever, deaf to SIGTERM if told so. */
final class Waiting {
    private Waiting() {}

    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("deaf")) {
            Runtime.getRuntime().addShutdownHook(new Thread(Waiting::forEver));
        }
        if (arguments.length > 0 && arguments[0].equals("crash")) {
            System.out.println("something broke");
            System.exit(7);
        }
        System.out.println("AWS_PROFILE is " + System.getenv("AWS_PROFILE"));
        System.out.println("PLAN is " + System.getenv("PLAN"));
        System.out.println("waiting");
        forEver();
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
