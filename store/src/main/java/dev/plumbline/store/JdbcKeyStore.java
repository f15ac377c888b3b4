package dev.plumbline.store;

import dev.plumbline.monitor.keys.KeyStore;
import java.time.Instant;
import java.util.Optional;

/** Hashes of API keys. */
final class JdbcKeyStore implements KeyStore {
    private static final String FIND = "select sha256 from api_keys where scope = ?";
    private static final String PUT = """
            insert into api_keys (scope, sha256, created_at) values (?, ?, ?)
            on conflict (scope) do update set sha256 = excluded.sha256, created_at = excluded.created_at
            """;

    private final Database database;

    JdbcKeyStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<byte[]> hash(String scope) {
        return database.read(session -> session.first(FIND, row -> row.getBytes(1), scope));
    }

    @Override
    public void put(String scope, byte[] sha256, Instant now) {
        database.write(session -> session.update(PUT, scope, sha256, now));
    }
}
