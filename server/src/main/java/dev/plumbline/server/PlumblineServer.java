package dev.plumbline.server;

import dev.plumbline.monitor.PlumblineVersion;
import dev.plumbline.server.http.BodyWaits;
import dev.plumbline.server.security.KeyRing;
import dev.plumbline.store.Database;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A running server: HTTP over one data folder. */
public final class PlumblineServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlumblineServer.class);

    private final ConfigurableApplicationContext context;
    private final Settings settings;

    private PlumblineServer(ConfigurableApplicationContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /**
     * Starts a server and returns when it answers. A stop signal stops it: requests and runs under way are finished first.
     *
     * @param logging Spring Boot's logging properties, such as {@code logging.file.name}
     * @throws SettingsException if a setting cannot be had: the port is taken, the data folder is in use or cannot be made
     */
    public static PlumblineServer start(Settings settings, Map<String, String> logging) {
        Map<String, Object> properties = properties(settings);
        properties.putAll(logging);
        ConfigurableApplicationContext context;
        StartFailure.checkAddress(settings);
        try {
            context = new SpringApplicationBuilder(Wiring.class)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .properties(properties)
                    .initializers(starting -> starting.getBeanFactory().registerSingleton("settings", settings))
                    .run();
        } catch (RuntimeException e) {
            throw StartFailure.plain(settings, e);
        }
        PlumblineServer server = new PlumblineServer(context, settings);
        context.getBean(Database.class).announce(server.address());
        server.sayHowItStarted();
        return server;
    }

    private static Map<String, Object> properties(Settings settings) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "server.port", settings.port(),
                "server.address", settings.host(),
                "server.shutdown", "graceful",
                "spring.lifecycle.timeout-per-shutdown-phase", "20s",
                "server.server-header", "",
                "server.error.whitelabel.enabled", "false",
                "server.tomcat.connection-timeout", "20s",
                "spring.jmx.enabled", "false",
                "logging.level.root", "WARN",
                "logging.level.dev.plumbline", "INFO"));
        // A start that fails is told by what is thrown, once, instead of as a report and a stack trace.
        properties.put("logging.level.org.springframework.boot.SpringApplication", "OFF");
        properties.put("logging.level.org.springframework.boot.diagnostics", "OFF");
        properties.put("logging.level.org.springframework.boot.tomcat", "OFF");
        properties.put("logging.level.org.springframework.boot.web.server.servlet.context", "OFF");
        properties.put("server.tomcat.threads.max", BodyWaits.THREADS);
        // Below WARN it shows header lines that it cannot read, keys included, whatever level the root has.
        properties.put("logging.level.org.apache.coyote", "WARN");
        // Tomcat's own way: it believes only proxies on private addresses, and looks from the last entry backwards.
        properties.put("server.forward-headers-strategy", settings.operation().forwardedHeaders() ? "native" : "none");
        if (settings.operation().jsonLogs()) {
            properties.put("logging.structured.format.console", "ecs");
            properties.put("logging.structured.format.file", "ecs");
            properties.put("logging.structured.ecs.service.name", "plumbline");
            properties.put("logging.structured.ecs.service.version", PlumblineVersion.TEXT);
        }
        return properties;
    }

    private void sayHowItStarted() {
        LOG.info(
                "Plumbline {} answers on {}, data in {}",
                PlumblineVersion.TEXT,
                address(),
                settings.data().toAbsolutePath().normalize());
        settings.notes().forEach(note -> LOG.warn("[settings] {}", note));
        if (settings.cronSecrets().isEmpty()) {
            LOG.warn("[settings] CRON_SECRET is not set: /api/cron and /api/admin answer 401 to everyone");
        }
        settings.clock()
                .ifPresent(start -> LOG.warn(
                        "[settings] PLUMBLINE_CLOCK is set: time stands at {} until PUT /api/v1/clock turns it",
                        start));
    }

    /** The port it listens on. */
    public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** Such as {@code http://127.0.0.1:8080}. */
    public String address() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return "http://" + host + ":" + port();
    }

    /** A part of the running server, for tests. */
    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** The file of keys that this start made, or null when every key was given or known. */
    public Path freshKeys() {
        FirstStart first = context.getBean(FirstStart.class);
        return first.madeKeys() ? first.keyFile() : null;
    }

    /** Whether this start made keys, and where they are. */
    record FirstStart(boolean madeKeys, Path keyFile) {
        static FirstStart of(KeyRing ring) {
            return new FirstStart(ring.writeFresh(), ring.file());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
