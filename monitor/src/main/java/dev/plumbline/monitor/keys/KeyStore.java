package dev.plumbline.monitor.keys;

import java.time.Instant;
import java.util.Optional;

/** Where the hashes of API keys are kept; a key itself is never stored. */
public interface KeyStore {
    /** The SHA-256 of the scope's key. */
    Optional<byte[]> hash(String scope);

    /** Sets the scope's key, in place of an earlier one. */
    void put(String scope, byte[] sha256, Instant now);
}
