package dev.plumbline.store;

import dev.plumbline.monitor.intake.NewOutcome;
import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.pairs.Window;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Not a test: how many rows a second go in, and how long a report of 90 days takes. Run its {@code main} with a folder, a
 * number of rows, a batch size and {@code ordered} or {@code random}.
 */
final class IntakeMeasurement {
    private static final Duration SPREAD = Duration.ofDays(90);

    private IntakeMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "measure");
        int rows = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        boolean ordered = arguments[3].equals("ordered");
        Random random = new Random(1);
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        try (Database database = Database.open(directory)) {
            Stores stores = Stores.over(database);
            List<String> ids = new ArrayList<>();
            long took = 0;
            long cpu = writerNanos();
            for (int from = 0; from < rows; from += batch) {
                List<NewPrediction> predictions = new ArrayList<>();
                for (int i = from; i < from + batch; i++) {
                    String id = ordered
                            ? String.format("prediction-%010d", i)
                            : new UUID(random.nextLong(), random.nextLong()).toString();
                    ids.add(id);
                    Instant at = start.plus(SPREAD.multipliedBy(i).dividedBy(rows));
                    predictions.add(
                            new NewPrediction(id, random.nextDouble(), null, null, "1", at, null, null, null, null));
                }
                long began = System.nanoTime();
                stores.intake().recordPredictions("m", Samples.UNIT, predictions, start.plus(SPREAD));
                took += System.nanoTime() - began;
                said("predictions", from + batch, rows, took, cpu);
            }
            took = 0;
            cpu = writerNanos();
            for (int from = 0; from < rows; from += batch) {
                List<NewOutcome> outcomes = new ArrayList<>();
                for (int i = from; i < from + batch; i++) {
                    Instant at =
                            start.plus(SPREAD.multipliedBy(i).dividedBy(rows)).plusSeconds(random.nextInt(86_400));
                    outcomes.add(new NewOutcome(ids.get(i), (double) random.nextInt(2), null, at));
                }
                long began = System.nanoTime();
                stores.intake().recordOutcomes("m", Samples.UNIT, outcomes, start.plus(SPREAD));
                took += System.nanoTime() - began;
                said("outcomes", from + batch, rows, took, cpu);
            }
            Model model = stores.models().find("m").orElseThrow();
            for (int i = 0; i < 4; i++) {
                timed(
                        "observed, 90 days up to noon",
                        () -> stores.summaries()
                                .observed(
                                        model,
                                        Window.lastDays(90, start.plus(SPREAD).minusSeconds(43_200))));
            }
            timed(
                    "observed, all",
                    () -> stores.summaries().observed(model, Window.allUntil(start.plus(SPREAD.multipliedBy(2)))));
            timed("current version", () -> stores.models().currentVersion(model));
            timed("count outcomes", () -> stores.intake().countOutcomes(model));
            timed("check scores", () -> stores.intake().checkScores(model, 100));
            timed("verify", () -> System.out.println(Verify.run(database)));
            System.out.println("file " + Files.size(database.file()) / 1_000_000 + " MB");
        }
        long began = System.nanoTime();
        Database.open(directory).close();
        System.out.printf("open again: %.0f ms%n", (System.nanoTime() - began) / 1e6);
    }

    private static void said(String what, int done, int all, long nanos, long cpuBefore) {
        if (done % (all / 4) == 0) {
            System.out.printf(
                    "%s: %,d rows, %,.0f rows/s so far, %,.0f rows per second of the writer's processor time%n",
                    what, done, done / (nanos / 1e9), done / ((writerNanos() - cpuBefore) / 1e9));
        }
    }

    /** What the writer's thread has used of the processor: on a machine that does other things, the better measure. */
    private static long writerNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("plumbline-writer")) {
                return threads.getThreadCpuTime(id);
            }
        }
        return 0;
    }

    private static void timed(String what, Runnable work) {
        long began = System.nanoTime();
        work.run();
        System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - began) / 1e6);
    }
}
