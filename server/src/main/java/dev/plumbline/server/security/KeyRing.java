package dev.plumbline.server.security;

import dev.plumbline.monitor.keys.KeyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the valid keys at start: those from the settings; else those of the file {@code keys} in the data folder; else
 * the hashes kept in the database (the file may be removed once its keys are noted elsewhere); else fresh random ones, written
 * to that file. The cron secret is never made up.
 */
public final class KeyRing {
    private static final int KEY_BYTES = 32;
    private static final Map<Scope, String> NAMES =
            Map.of(Scope.INGEST, "PLUMBLINE_INGEST_KEY", Scope.ADMIN, "PLUMBLINE_ADMIN_KEY");

    private final Path file;
    private final KeyStore store;
    private final Map<String, String> inFile;
    private final Map<String, String> fresh = new LinkedHashMap<>();
    private final Keys keys = new Keys();

    public KeyRing(Path directory, KeyStore store) {
        this.file = directory.resolve("keys");
        this.store = store;
        this.inFile = read();
    }

    /** The file with the keys of the first start. */
    public Path file() {
        return file;
    }

    /** Adds the keys of a scope that settings gave. */
    public void add(Scope scope, List<String> given) {
        given.forEach(key -> keys.add(scope, Keys.sha256(key)));
    }

    /** Adds the kept key of a scope for which settings gave none, or makes one. */
    public void addKeptOrFresh(Scope scope, Instant now) {
        String name = NAMES.get(scope);
        String key = inFile.get(name);
        byte[] hash = key != null ? Keys.sha256(key) : store.hash(scope.wire()).orElse(null);
        if (hash == null) {
            key = random();
            hash = Keys.sha256(key);
            fresh.put(name, key);
        }
        if (key != null) {
            store.put(scope.wire(), hash, now);
        }
        keys.add(scope, hash);
    }

    /**
     * Writes the fresh keys, if any, so that only the owner can read them.
     *
     * @return whether there were any
     */
    public boolean writeFresh() {
        if (fresh.isEmpty()) {
            return false;
        }
        StringBuilder lines = new StringBuilder();
        fresh.forEach((name, key) -> lines.append(name).append('=').append(key).append('\n'));
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(file, lines, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the keys of the first start to " + file, e);
        }
        return true;
    }

    public Keys keys() {
        return keys;
    }

    private static String random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Map<String, String> read() {
        Map<String, String> found = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return found;
        }
        try {
            Set<String> names = Set.copyOf(NAMES.values());
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0 && names.contains(line.substring(0, equals).strip())) {
                    String key = line.substring(equals + 1).strip();
                    if (!key.isEmpty()) {
                        found.put(line.substring(0, equals).strip(), key);
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the keys in " + file, e);
        }
    }
}
