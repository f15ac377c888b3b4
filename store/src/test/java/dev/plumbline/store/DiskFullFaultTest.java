package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.monitor.UnavailableException;
import dev.plumbline.monitor.pairs.Window;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk runs full: what was acknowledged stays, what is not is said, reading goes on, and writing heals by itself. */
class DiskFullFaultTest {
    private static final long PLENTY = 1_000_000;

    @TempDir
    Path directory;

    private long pages = PLENTY;
    private Connection writer;

    /** SQLite meets its own bound on pages as it meets a full disk. */
    private Connection bounded(Connection connection) {
        writer = connection;
        bound();
        return connection;
    }

    private void bound() {
        try {
            if (writer.isClosed()) {
                return; // the next one is bounded when it is opened
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Statement statement = writer.createStatement()) {
            statement.execute("pragma max_page_count = " + pages);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void intake_whileTheDiskIsFull_isRefusedAloudAndHealsByItself() {
        try (Database database = Database.open(directory, this::bounded)) {
            Stores stores = Stores.over(database);
            var model = Samples.declared(stores, "m");
            pages = 100; // some forty more than the empty tables take
            bound();
            int acknowledged = 0;
            boolean full = false;
            for (int i = 0; i < 1_000 && !full; i++) {
                try {
                    String prefix = i + "-";
                    stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions(prefix, 100), Samples.NOW);
                    stores.intake().recordOutcomes("m", Samples.UNIT, Samples.outcomes(prefix, 100), Samples.NOW);
                    acknowledged += 100;
                } catch (UnavailableException e) {
                    assertThat(e)
                            .hasMessage(
                                    "The disk of the database is full: free some space, writing goes on by itself then");
                    full = true;
                }
            }
            assertThat(full).isTrue();
            assertThat(stores.summaries()
                            .observed(model, Window.allUntil(Samples.NOW))
                            .get(0)
                            .issued()
                            .count())
                    .isEqualTo(acknowledged);
            assertThatThrownBy(() -> stores.intake()
                            .recordPredictions("m", Samples.UNIT, Samples.predictions("more-", 5_000), Samples.NOW))
                    .isInstanceOf(UnavailableException.class);
            assertThat(stores.intake().find(model, "more-0")).isEmpty();
            pages = PLENTY;
            bound();
            stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions("more-", 5_000), Samples.NOW);
            assertThat(stores.intake().find(model, "more-4999")).isPresent();
            assertThat(Verify.run(database).difference()).isEmpty();
        }
    }
}
