package dev.plumbline.cli;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.model.ModelSettings;
import dev.plumbline.monitor.model.ScoreScale;
import dev.plumbline.monitor.model.SettingsPatch;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The few calls that verbs make to a running server. Keys come from the environment, else from the file of the first start. */
final class ServerClient {
    private static final String INGEST = "PLUMBLINE_INGEST_KEY";
    private static final String ADMIN = "PLUMBLINE_ADMIN_KEY";

    private static final int TRIES = 10;
    private static final int CONNECT_SECONDS = 10;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
            .build();
    private final String address;
    private final Optional<String> ingestKey;
    private final Optional<String> adminKey;

    /**
     * @param address such as {@code http://127.0.0.1:8080}
     * @param data the data folder, which may hold the file {@code keys}; or null
     */
    ServerClient(String address, Path data, Map<String, String> environment) {
        // a server that listens on every address is called on the machine's own
        this.address = address.replaceFirst("/+$", "")
                .replaceFirst("//0\\.0\\.0\\.0:", "//127.0.0.1:")
                .replaceFirst("//\\[::]:", "//[::1]:");
        this.adminKey = key(ADMIN, data, environment);
        this.ingestKey = key(INGEST, data, environment).or(() -> adminKey);
    }

    private static Optional<String> key(String name, Path data, Map<String, String> environment) {
        String given = environment.getOrDefault(name, "");
        if (given.isBlank() && data != null && Files.isReadable(data.resolve("keys"))) {
            try {
                given = Files.readAllLines(data.resolve("keys")).stream()
                        .filter(line -> line.startsWith(name + "="))
                        .map(line -> line.substring(name.length() + 1))
                        .findFirst()
                        .orElse("");
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.USAGE, data.resolve("keys") + " cannot be read: " + e, e);
            }
        }
        // two values stand there while a key is rotated
        String first = given.split(",", 2)[0].strip();
        return first.isEmpty() ? Optional.empty() : Optional.of(first);
    }

    boolean hasAdminKey() {
        return adminKey.isPresent();
    }

    /** What stands at the path, or empty. */
    Optional<JsonNode> find(String path) {
        HttpResponse<byte[]> response =
                call(request(path, adminKey, ADMIN).GET().build());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(good(response));
    }

    /** Writes what stands at the path to a file; fails unless it came whole. */
    void download(String path, Path file) {
        HttpResponse<Path> response = await(http.sendAsync(
                request(path, adminKey, ADMIN).GET().build(),
                info -> info.statusCode() == 200
                        ? HttpResponse.BodySubscribers.ofFile(file)
                        : HttpResponse.BodySubscribers.replacing(file)));
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), "");
        }
    }

    void put(String path, ObjectNode body) {
        good(call(request(path, adminKey, ADMIN)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(Json.text(body)))
                .build()));
    }

    /** Sends NDJSON; the answer has the counts of an intake, also when every row was refused. */
    CompletableFuture<JsonNode> postRows(String path, byte[] rows) {
        HttpRequest request = request(path, ingestKey, INGEST)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(rows))
                .build();
        return send(request, TRIES).thenApply(response -> {
            boolean refusedRows = response.statusCode() == 400 || response.statusCode() == 409;
            JsonNode answer = refusedRows ? read(response) : good(response);
            if (answer.has("taken") || answer.has("rejected")) {
                return answer;
            }
            throw refusedRows ? refused(response.statusCode(), detail(response)) : stranger(null);
        });
    }

    /** A server that is busy, or away from its database, says when to come again; the same rows sent twice are harmless. */
    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, int tries) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenCompose(response -> {
            boolean later = response.statusCode() == 429 || response.statusCode() == 503;
            if (!later || tries == 1) {
                return CompletableFuture.completedFuture(response);
            }
            String wait = response.headers().firstValue("Retry-After").orElse("1");
            long seconds = wait.matches("\\d{1,2}") ? Long.parseLong(wait) : 60;
            return CompletableFuture.supplyAsync(
                            () -> send(request, tries - 1),
                            CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS))
                    .thenCompose(again -> again);
        });
    }

    <T> T await(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CommandFailure refusal ? refusal : unreachable(e.getCause());
        }
    }

    private HttpResponse<byte[]> call(HttpRequest request) {
        return await(http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
    }

    private HttpRequest.Builder request(String path, Optional<String> key, String keyName) {
        String bearer = key.orElseThrow(() -> new CommandFailure(
                ExitCode.USAGE,
                "the server " + address + " wants a key: set " + keyName
                        + ", or name with --data the folder of its data, where the file keys is"));
        try {
            return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + bearer);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--url must be an address such as http://127.0.0.1:8080, got '" + address + "'", e);
        }
    }

    private CommandFailure unreachable(Throwable cause) {
        Optional<String> absent = absent(cause);
        String what = "the server " + address + " cannot be reached: " + absent.orElseGet(cause::toString);
        return absent.isEmpty()
                ? new CommandFailure(ExitCode.INTERNAL_ERROR, what, cause)
                : new CommandFailure(
                        ExitCode.USAGE, what + "; start it there, or name another address with --url", cause);
    }

    /** Why there never was a connection; empty where one broke off. */
    private static Optional<String> absent(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return Optional.of("nothing answered within " + CONNECT_SECONDS + " s");
        }
        if (cause instanceof SSLException || cause instanceof ProtocolException) {
            return Optional.of("what answers there speaks no " + (cause instanceof SSLException ? "HTTPS" : "HTTP"));
        }
        if (!(cause instanceof ConnectException)) {
            return Optional.empty();
        }
        boolean nameless = cause.getCause() instanceof UnresolvedAddressException
                || cause.getCause() instanceof ConnectException inner
                        && inner.getCause() instanceof UnresolvedAddressException;
        return Optional.of(nameless ? "no machine is known by that name" : "nothing answers there");
    }

    private JsonNode good(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return read(response);
        }
        throw refused(status, detail(response));
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        try {
            JsonNode answer = Json.read(response.body());
            if (answer.isObject()) {
                return answer;
            }
        } catch (JacksonException e) {
            throw stranger(e);
        }
        throw stranger(null);
    }

    private static String detail(HttpResponse<byte[]> response) {
        try {
            JsonNode body = Json.read(response.body());
            return body.path("detail").asString(body.path("error").asString(""));
        } catch (JacksonException e) {
            return "";
        }
    }

    private CommandFailure stranger(Exception cause) {
        return new CommandFailure(
                ExitCode.USAGE,
                "what answers at " + address
                        + " is no Plumbline server; start one there, or name another address with --url",
                cause);
    }

    private CommandFailure refused(int status, String detail) {
        if (status / 100 == 3 || status == 501) { // Plumbline sends nobody elsewhere and knows what it is asked
            return stranger(null);
        }
        return new CommandFailure(
                status / 100 == 4 ? ExitCode.USAGE : ExitCode.INTERNAL_ERROR,
                "the server " + address + " answered " + status + (detail.isEmpty() ? "" : ": " + detail));
    }

    /** The settings in a model's document. */
    static ModelSettings settings(JsonNode model) {
        ModelSettings defaults = ModelSettings.defaults(ScoreScale.UNIT);
        ObjectNode known = Json.object();
        defaults.toJson().propertyNames().stream().filter(model::has).forEach(name -> known.set(name, model.get(name)));
        return SettingsPatch.apply(defaults, known);
    }
}
