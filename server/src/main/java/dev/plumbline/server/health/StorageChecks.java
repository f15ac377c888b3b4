package dev.plumbline.server.health;

import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.server.Settings;
import dev.plumbline.server.health.HealthCheck.Finding;
import dev.plumbline.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What must be there for anything to be acknowledged. */
@Configuration(proxyBeanMethods = false)
class StorageChecks {
    /** Room for a few writes: below this any may fail. */
    static final long LEAST_FREE_BYTES = 8L << 20;

    private record Check(String name, Supplier<Finding> finding) implements HealthCheck {
        @Override
        public Finding look() {
            return finding.get();
        }
    }

    @Bean
    HealthCheck databaseHealth(Database database) {
        return new Check("database", () -> database(database::check));
    }

    @Bean
    HealthCheck diskHealth(Settings settings) {
        return new Check("disk", () -> {
            try {
                return disk(Files.getFileStore(settings.data()).getUsableSpace());
            } catch (IOException e) {
                return Finding.down("The folder of the database cannot be read");
            }
        });
    }

    /** Up to the colon a message of the store names no file. */
    static Finding database(Runnable check) {
        try {
            check.run();
            return Finding.UP;
        } catch (UnavailableException e) {
            return Finding.down(e.getMessage().split(":", 2)[0]);
        }
    }

    static Finding disk(long freeBytes) {
        return freeBytes >= LEAST_FREE_BYTES
                ? Finding.UP
                : Finding.down("The disk of the database is full: under " + (LEAST_FREE_BYTES >> 20) + " MiB are free");
    }
}
