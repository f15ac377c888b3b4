package dev.plumbline.server;

import dev.plumbline.monitor.jobs.JobRequest;
import dev.plumbline.monitor.jobs.Schedule;
import dev.plumbline.monitor.jobs.SlotPlanner;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.PromotionPolicy;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads settings: the command line over the environment over a YAML file. Setting {@code a.b} is the YAML key {@code a.b}
 * (or {@code b} under {@code a}) and the environment variable {@code PLUMBLINE_A_B}. An unknown or bad one stops the start.
 */
public final class SettingsReader {
    /** Setting name to its default; the documentation of each is in {@code docs/settings.md}. */
    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("port", "8080"),
            Map.entry("host", "127.0.0.1"),
            Map.entry("data", "plumbline-data"),
            Map.entry("model.default", "default"),
            Map.entry("promotion", "gated"),
            Map.entry("training.data", "training-data.json"),
            Map.entry("training.schema", ""),
            Map.entry("training.trainers", TrainingSetting.ALL),
            Map.entry("training.timeLimit", "PT10M"),
            Map.entry("cron.secret", ""),
            Map.entry("ingest.key", ""),
            Map.entry("admin.key", ""),
            Map.entry("clock", ""),
            Map.entry("metrics.access", "open"),
            Map.entry("logging.format", "text"),
            Map.entry("limits.requests", "20000"),
            Map.entry("limits.failures", "1000"),
            Map.entry("limits.body", "16"),
            Map.entry("proxy.headers", "none"),
            Map.entry("retention", "-"),
            Map.entry("schedule.audit", "0 0 5 1 * *"),
            Map.entry("schedule.retrain", "0 0 4 * * MON"),
            Map.entry("schedule.look", "0 30 5 * * *")));

    /** Variables with the prefix that are not the server's. */
    private static final Set<String> FOREIGN = Set.of("PLUMBLINE_JAVA_OPTS");

    private static final Set<String> SECRETS = Set.of("cron.secret", "ingest.key", "admin.key");
    private static final String PREFIX = "PLUMBLINE_";
    private static final int SHORT_SECRET = 16;

    /** As training.data: the features that the store has, and no file of that name. */
    private static final String STORE = "store";

    /** What scripts and templates put where a secret was meant to be; a server with such a password is open. */
    private static final Set<String> NOT_SECRETS = Set.of("null", "~", "undefined", "none");

    private final List<String> notes = new ArrayList<>();

    private record Given(String value, String from) {}

    private SettingsReader() {}

    /**
     * The settings of a start.
     *
     * @param commandLine setting name to value, only those that were given
     * @param environment the process's environment
     * @param config the YAML file, or null
     * @throws SettingsException if a setting is unknown or bad
     */
    public static Settings read(Map<String, String> commandLine, Map<String, String> environment, Path config) {
        Map<String, Given> given = new LinkedHashMap<>();
        if (config != null) {
            yaml(config).forEach((name, value) -> put(given, name, value, config.toString()));
            new SettingsReader().settings(given); // a bad value is told also where a stronger one overrides it
        }
        environment.forEach((variable, value) -> {
            if (variable.equals("CRON_SECRET")) {
                put(given, "cron.secret", value, variable);
            } else if (variable.startsWith(PREFIX) && !FOREIGN.contains(variable)) {
                String name = variable.substring(PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                put(given, inItsCase(name), value, variable);
            }
        });
        new SettingsReader().settings(given);
        commandLine.forEach((name, value) -> put(given, name, value, "the command line (--" + name + ")"));
        return new SettingsReader().settings(given);
    }

    /** Variables have capitals only: a name that has some of both is found by its letters. */
    private static String inItsCase(String name) {
        return DEFAULTS.keySet().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name);
    }

    private static void put(Map<String, Given> given, String name, String value, String from) {
        if (name.startsWith("database.")) {
            throw new SettingsException(
                    name + " from " + from + ": this version keeps its data in one SQLite file (setting data) only");
        }
        if (!DEFAULTS.containsKey(name)) {
            throw new SettingsException("unknown setting " + name + " from " + from + "; the settings are "
                    + String.join(", ", DEFAULTS.keySet()));
        }
        if (value != null) {
            given.put(name, new Given(value, from));
        }
    }

    private Settings settings(Map<String, Given> given) {
        return new Settings(
                port(get(given, "port")),
                host(get(given, "host")),
                path("data", get(given, "data")),
                model(get(given, "model.default")),
                policy(get(given, "promotion")),
                trainingData(given),
                TrainingSetting.of(name -> value(name, get(given, name))),
                secrets("CRON_SECRET", get(given, "cron.secret")),
                secrets("PLUMBLINE_INGEST_KEY", get(given, "ingest.key")),
                secrets("PLUMBLINE_ADMIN_KEY", get(given, "admin.key")),
                clock(get(given, "clock")),
                OperationSettings.of(name -> value(name, get(given, name))),
                SlotPlanner.JOBS.stream()
                        .filter(job -> !job.equals(JobRequest.RETRAIN) || isRetrainingWanted(given))
                        .flatMap(job -> schedule(job, get(given, "schedule." + job)).stream())
                        .toList(),
                notes);
    }

    private Settings.TrainingData trainingData(Map<String, Given> given) {
        Given schema = get(given, "training.schema");
        Optional<Path> declared =
                schema.value().isBlank() ? Optional.empty() : Optional.of(path("training.schema", schema));
        declared.filter(file -> !Files.isReadable(file))
                .ifPresent(file -> notes.add("training.schema: " + file.toAbsolutePath()
                        + " cannot be read; retraining fails until it is there"));
        return new Settings.TrainingData(trainingFile(given), declared);
    }

    private static Optional<Path> trainingFile(Map<String, Given> given) {
        Given data = get(given, "training.data");
        return data.value().strip().equals(STORE) ? Optional.empty() : Optional.of(path("training.data", data));
    }

    /** Who has named no training data, no schedule and put no file in its place would have a failed run every Monday. */
    private boolean isRetrainingWanted(Map<String, Given> given) {
        Optional<Path> file = trainingFile(given);
        if (file.isEmpty() || Files.isReadable(file.get())) {
            return true;
        }
        Path data = file.get();
        boolean wanted = given.containsKey("training.data") || given.containsKey("schedule.retrain");
        notes.add(
                wanted
                        ? "training.data: " + data.toAbsolutePath()
                                + " cannot be read; retraining fails until it is there"
                        : "schedule.retrain is off: no training.data is set and there is no " + data
                                + "; set either to have the weekly retraining");
        return wanted;
    }

    private static OperationSettings.Value value(String name, Given given) {
        return new OperationSettings.Value(name, given.value(), (setting, allowed) -> bad(setting, allowed, given));
    }

    private static Given get(Map<String, Given> given, String name) {
        return given.getOrDefault(name, new Given(DEFAULTS.get(name), "default"));
    }

    private static SettingsException bad(String name, String allowed, Given given) {
        return new SettingsException(
                name + " must be " + allowed + ", got \"" + given.value() + "\" from " + given.from());
    }

    private static int port(Given given) {
        try {
            int port = Integer.parseInt(given.value().strip());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw bad("port", "a whole number in [0, 65535]", given);
    }

    /** A blank one would listen on every address of the machine. */
    private static String host(Given given) {
        if (given.value().isBlank()) {
            throw bad("host", "an address to listen on, such as 127.0.0.1", given);
        }
        return given.value().strip();
    }

    private static Path path(String name, Given given) {
        try {
            if (!given.value().isBlank()) {
                return Path.of(given.value());
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw bad(name, "a path", given);
    }

    private static String model(Given given) {
        try {
            return Model.checkedName(given.value());
        } catch (IllegalArgumentException e) {
            throw bad("model.default", "a model's name (letters, digits, '.', '_', '-')", given);
        }
    }

    private static PromotionPolicy policy(Given given) {
        try {
            return PromotionPolicy.parse("promotion", given.value());
        } catch (IllegalArgumentException e) {
            throw bad("promotion", "gated, always or manual", given);
        }
    }

    private static Optional<Instant> clock(Given given) {
        if (given.value().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(given.value().strip()));
        } catch (DateTimeException e) {
            throw bad("clock", "an instant such as 2026-01-01T00:00:00Z", given);
        }
    }

    private static Optional<Schedule> schedule(String job, Given given) {
        try {
            return ScheduleSetting.parse(job, given.value());
        } catch (IllegalArgumentException e) {
            throw bad("schedule." + job, ScheduleSetting.ALLOWED, given);
        }
    }

    /** One secret, or two separated by a comma while they are rotated. Values are never shown. */
    private List<String> secrets(String name, Given given) {
        List<String> secrets = new ArrayList<>();
        for (String part : given.value().split(",", -1)) {
            String secret = part.strip();
            if (!secret.equals(part) && !secret.isEmpty()) {
                notes.add(name + ": white space at the ends of the secret was trimmed");
            }
            if (NOT_SECRETS.contains(secret.toLowerCase(Locale.ROOT).replaceAll("^[\"']|[\"']$", ""))) {
                notes.add(name + ": the value \"" + secret + "\" is no secret, it counts as none");
            } else if (!secret.isEmpty()) {
                secrets.add(secret);
            }
        }
        if (secrets.size() > 2) {
            throw new SettingsException(name + " must be one secret, or two separated by a comma, got " + secrets.size()
                    + " from " + given.from());
        }
        if (given.value().replace(',', ' ').isBlank() && !given.value().isEmpty()) {
            notes.add(name + " is blank, which counts as none");
        }
        for (String secret : secrets) {
            if (secret.length() < SHORT_SECRET) {
                notes.add(name + " has only " + secret.length() + " characters; use " + SHORT_SECRET + " or more");
            }
        }
        return secrets;
    }

    private static Map<String, String> yaml(Path config) {
        try (Reader in = Files.newBufferedReader(config)) {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            DumperOptions unused = new DumperOptions();
            Object root = new Yaml(
                            new SafeConstructor(options), new Representer(unused), unused, options, new AsWritten())
                    .load(in);
            Map<String, String> flat = new LinkedHashMap<>();
            if (root != null) {
                flatten("", root, flat, config);
            }
            return flat;
        } catch (IOException e) {
            throw new SettingsException("config: cannot read " + config + ": " + e.getMessage());
        } catch (MarkedYAMLException e) {
            throw new SettingsException("config: " + config + " is not YAML: line "
                    + (e.getProblemMark().getLine() + 1) + ", column "
                    + (e.getProblemMark().getColumn() + 1) + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw new SettingsException("config: " + config + " is not YAML: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static void flatten(String prefix, Object node, Map<String, String> flat, Path config) {
        if (!(node instanceof Map<?, ?> map)) {
            throw new SettingsException("config: " + config + " must hold settings as key: value");
        }
        map.forEach((key, value) -> {
            String name = prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key;
            if (value instanceof Map<?, ?>) {
                flatten(name, value, flat, config);
            } else if (value instanceof List<?> list) {
                flat.put(name, joined(name, list, config));
            } else {
                flat.put(name, value == null ? null : String.valueOf(value)); // null: named, but not set
            }
        });
    }

    /** A list is another way to write two values of a secret. */
    private static String joined(String name, List<?> list, Path config) {
        if (!SECRETS.contains(name) || !list.stream().allMatch(value -> value == null || value instanceof String)) {
            throw new SettingsException(name + " from " + config + " must be one value, not a list"
                    + (SECRETS.contains(name) ? " of lists" : ""));
        }
        return list.stream().filter(Objects::nonNull).map(String.class::cast).collect(Collectors.joining(","));
    }

    /** Takes every value as it was written, but null: YAML would make 012 ten, 1.50 one and a half, and a time a date. */
    private static final class AsWritten extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
