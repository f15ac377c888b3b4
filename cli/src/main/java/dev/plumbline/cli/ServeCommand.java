package dev.plumbline.cli;

import dev.plumbline.server.PlumblineServer;
import dev.plumbline.server.Settings;
import dev.plumbline.server.SettingsException;
import dev.plumbline.server.SettingsReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline serve}: the service, until a signal ends it. With {@link DemoCommand} the only class that may reach the server. */
@Command(
        name = "serve",
        description = "Runs the service: HTTP interface, schedule and dashboard, until it is stopped.",
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "Port to listen on; 0 takes a free one (default: 8080).")
    private Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: 127.0.0.1).")
    private String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the database file and the keys (default: ./plumbline-data).")
    private Path data;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, as YAML.")
    private Path config;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "PostgreSQL instead of the file, as jdbc:postgresql://HOST/NAME.")
    private String databaseUrl;

    @Override
    public Integer call() throws Exception {
        PlumblineServer server = startServer(options(), System.getenv(), Map.of());
        sayHowToBegin(spec.commandLine().getOut(), server);
        awaitStop();
        return ExitCode.FINE.code();
    }

    /**
     * Starts the server and returns once it answers; closing what is returned stops it.
     *
     * @param environment the variables that settings are read from
     * @param logging Spring Boot's logging properties
     */
    static PlumblineServer startServer(
            ServeOptions options, Map<String, String> environment, Map<String, String> logging) {
        Settings settings;
        try {
            settings = SettingsReader.read(options.settings(), environment, options.config());
        } catch (SettingsException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
        try {
            return PlumblineServer.start(settings, logging);
        } catch (SettingsException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot start: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new CommandFailure(ExitCode.INTERNAL_ERROR, "cannot start: " + rootMessage(e), e);
        }
    }

    /** Spring wraps what went wrong several times over; the innermost says it. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Three lines to paste: they read the keys from their file, so that no key stands on the screen or in a log. */
    private static void sayHowToBegin(PrintWriter out, PlumblineServer server) {
        Path keys = server.freshKeys();
        if (keys == null) {
            return;
        }
        String url = server.address() + "/api/v1/models/first";
        String key = "-H \"Authorization: Bearer $(sed -n 's/^PLUMBLINE_%s_KEY=//p' '" + keys + "')\"";
        String ingest = String.format(key, "INGEST") + " -H 'Content-Type: application/json'";
        out.println("The keys of this first start are in " + keys
                + ". Record a prediction, then its outcome, and read the" + " report:");
        out.println("curl " + url + "/predictions " + ingest + " -d '{\"id\": \"p1\", \"score\": 0.72}'");
        out.println("curl " + url + "/outcomes " + ingest + " -d '{\"predictionId\": \"p1\", \"actual\": 1}'");
        out.println("curl " + url + "/reports " + String.format(key, "ADMIN"));
        out.flush();
    }

    private ServeOptions options() {
        if (config != null && !Files.isReadable(config)) {
            throw bad("--config", config, "a file that can be read");
        }
        if (data != null && Files.exists(data) && !Files.isDirectory(data)) {
            throw bad("--data", data, "a folder, or the path of one to be made");
        }
        if (databaseUrl != null && !databaseUrl.startsWith("jdbc:")) {
            throw bad("--database-url", databaseUrl, "a JDBC URL such as jdbc:postgresql://HOST/NAME");
        }
        return new ServeOptions(port, host, data, config, databaseUrl);
    }

    /** SIGTERM and SIGINT run the server's own shutdown hook; this thread only has to stay. */
    private static void awaitStop() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private ParameterException bad(String option, Object value, String allowed) {
        return new ParameterException(
                spec.commandLine(),
                "Invalid value for option '" + option + "': got '" + value + "'; allowed: " + allowed);
    }
}
