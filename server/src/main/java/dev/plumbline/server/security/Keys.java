package dev.plumbline.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The valid keys, as hashes. A scope without keys is open to nobody. */
public final class Keys {
    private final Map<Scope, List<byte[]>> hashes = new EnumMap<>(Scope.class);

    /** Adds a key by its hash. */
    public void add(Scope scope, byte[] sha256) {
        hashes.computeIfAbsent(scope, key -> new ArrayList<>()).add(sha256.clone());
    }

    /**
     * The scope that a bearer token opens. Compares hashes in constant time, and all of them, so that neither the content nor
     * the length of a key shows in the time an answer takes.
     */
    Optional<Scope> scopeOf(String token) {
        byte[] given = sha256(token);
        Scope found = null;
        for (Map.Entry<Scope, List<byte[]>> entry : hashes.entrySet()) {
            for (byte[] hash : entry.getValue()) {
                if (MessageDigest.isEqual(hash, given)) {
                    found = entry.getKey();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    public static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
