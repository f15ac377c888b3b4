package dev.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
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
        AutoCloseable server = startServer(options());
        try {
            awaitStop();
        } finally {
            server.close();
        }
        return ExitCode.FINE.code();
    }

    /** Starts the server and returns once it answers; closing what is returned stops it. */
    // THE SEAM to dev.plumbline.server.PlumblineServer: the only method here that may name that class, so that no other
    // verb, nor `serve --help`, loads Spring. The warm-up run and the demo start the server through it too.
    static AutoCloseable startServer(ServeOptions options) {
        throw new UnsupportedOperationException("this build has no server, asked for " + options);
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
