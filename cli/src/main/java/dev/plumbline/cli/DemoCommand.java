package dev.plumbline.cli;

import dev.plumbline.cli.demo.DemoFailure;
import dev.plumbline.cli.demo.DemoPlan;
import dev.plumbline.cli.demo.DemoStory;
import dev.plumbline.cli.demo.DemoTrainingData;
import dev.plumbline.cli.demo.Secrets;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.server.PlumblineServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline demo}: the whole story on made-up data, with a progress bar; then, on a terminal, serves it. */
@Command(
        name = "demo",
        description =
                "Plays nine months of a made-up forecaster that drifts, and shows what the audits find, what is put in"
                        + " force and what it helps. Needs no file and no network. Then, on a terminal, goes on serving.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final String MODEL = "default";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--exit",
            description = "End when the story is told; so it does when standard output is no terminal.")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "0",
            description = "Port to listen on (default: a free one).")
    private int port;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            converter = SeedConverter.class,
            defaultValue = "" + DemoPlan.DEFAULT_SEED,
            description = "Seed of everything that is made up (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        DemoStory.Progress progress = new DemoStory.Progress(
                Terminal.showsErrors(), spec.commandLine().getErr());
        boolean endWhenTold = exit || !Terminal.showsOutput();
        DemoPlan plan = DemoPlan.standard(seed);
        try (Started started = Started.on(port, plan)) {
            // a signal may come in the middle of the story, or while it is served
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "demo-stop"));
            tell(started, plan, new Page(out, Terminal.showsColour(), Terminal.columns()), progress);
            if (!endWhenTold) {
                sayWhatIsServed(out, started);
                new CountDownLatch(1).await();
            }
        }
        return ExitCode.FINE.code();
    }

    /** Tells the story on a server that was started for it. */
    static DemoStory.Told tell(Started started, DemoPlan plan, Page page, DemoStory.Progress progress) {
        try {
            return new DemoStory(plan, started.address(), MODEL, started.secrets, page, progress).tell();
        } catch (DemoFailure e) {
            if (started.closed.get()) {
                waitForTheEnd();
            }
            throw new CommandFailure(ExitCode.INTERNAL_ERROR, e.getMessage(), e);
        }
    }

    /** A signal took the server away in mid-request: that is no failure to report, and the process is about to end. */
    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sayWhatIsServed(PrintWriter out, Started started) {
        out.println();
        out.println("It goes on serving until Ctrl-C; then its folder is removed.");
        out.println();
        out.println("  Address                " + started.address());
        out.println("  CRON_SECRET            " + started.secrets.cron());
        out.println("  PLUMBLINE_INGEST_KEY   " + started.secrets.ingest());
        out.println("  PLUMBLINE_ADMIN_KEY    " + started.secrets.admin());
        out.println("  Folder                 " + started.folder);
        out.println();
        out.println("curl '" + started.address() + "/api/admin/calibration-report?days=90' \\");
        out.println("  -H 'Authorization: Bearer " + started.secrets.cron() + "'");
        out.flush();
    }

    /** A server of its own, on a temporary folder that goes with it. */
    static final class Started implements AutoCloseable {
        private final Path folder;
        private final Secrets secrets;
        private final PlumblineServer server;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Started(Path folder, Secrets secrets, PlumblineServer server) {
            this.folder = folder;
            this.secrets = secrets;
            this.server = server;
        }

        /** Reads nothing from the user's own settings: the demo must not touch what they name. */
        static Started on(int port, DemoPlan plan) throws IOException {
            Path folder = Files.createTempDirectory("plumbline-demo-");
            try {
                Secrets secrets = Secrets.random();
                Path trainingData = folder.resolve("training-data.json");
                DemoTrainingData.write(trainingData, plan.seed());
                // The story makes its own audits: the schedule's would come between them, as the clock is turned by
                // months.
                Map<String, String> environment = Map.of(
                        "PLUMBLINE_SCHEDULE_AUDIT", "-",
                        "PLUMBLINE_SCHEDULE_RETRAIN", "-",
                        "PLUMBLINE_SCHEDULE_LOOK", "-",
                        "CRON_SECRET", secrets.cron(),
                        "PLUMBLINE_INGEST_KEY", secrets.ingest(),
                        "PLUMBLINE_ADMIN_KEY", secrets.admin(),
                        "PLUMBLINE_CLOCK", plan.start().toString(),
                        "PLUMBLINE_TRAINING_DATA", trainingData.toString());
                Map<String, String> logging = Map.of(
                        "logging.threshold.console",
                        "OFF",
                        "logging.file.name",
                        folder.resolve("plumbline.log").toString());
                ServeOptions options = new ServeOptions(port, "127.0.0.1", folder, null, null);
                return new Started(folder, secrets, ServeCommand.startServer(options, environment, logging));
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        }

        String address() {
            return server.address();
        }

        Path folder() {
            return folder;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                server.close();
                delete(folder);
            }
        }

        /** What cannot be deleted stays: the system clears its temporary folder some day. */
        private static void delete(Path folder) {
            try (Stream<Path> inside = Files.walk(folder)) {
                inside.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (IOException | UncheckedIOException e) {
                folder.toFile().deleteOnExit();
            }
        }
    }
}
