package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log is cut anywhere in its last commit, as by a power cut: that commit is gone as a whole, the earlier ones stand. */
class TornLogFaultTest {
    private static final int BATCH = 12;
    private static final int PAGE_AND_HEADER = 8_192 + 24;

    @TempDir
    Path directory;

    @Test
    void logCutInItsLastCommit_losesThatCommitOnlyAndWhole() throws IOException {
        Path served = directory.resolve("served");
        Path kept = Files.createDirectories(directory.resolve("kept"));
        long firstCommits;
        try (Database database = Database.open(served)) {
            Stores stores = Stores.over(database);
            stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions("a", BATCH), Samples.NOW);
            stores.intake().recordOutcomes("m", Samples.UNIT, Samples.outcomes("a", BATCH), Samples.NOW);
            stores.intake().recordPredictions("m", Samples.UNIT, Samples.predictions("b", BATCH), Samples.NOW);
            firstCommits = Files.size(log(served));
            stores.intake().recordOutcomes("m", Samples.UNIT, Samples.outcomes("b", BATCH), Samples.NOW);
            copy(served, kept); // as the disk is while the process runs
        }
        long whole = Files.size(log(kept));
        assertThat(whole).isGreaterThan(firstCommits);
        // Every boundary of a page's frame and its neighbours, and a prime's stride between.
        for (long cut = firstCommits; cut <= whole; cut++) {
            long inFrame = (cut - firstCommits) % PAGE_AND_HEADER;
            if (inFrame <= 1 || inFrame == 24 || inFrame == PAGE_AND_HEADER - 1 || cut % 3_607 == 0 || cut == whole) {
                assertWholeCommits(kept, cut, cut == whole);
            }
        }
    }

    private void assertWholeCommits(Path kept, long cut, boolean complete) throws IOException {
        Path torn = Files.createDirectories(directory.resolve("torn"));
        Files.deleteIfExists(torn.resolve("plumbline.db-shm"));
        copy(kept, torn);
        try (RandomAccessFile log = new RandomAccessFile(log(torn).toFile(), "rw")) {
            log.setLength(cut);
        }
        try (Database database = Database.open(torn)) {
            Verify.Result verified = Verify.run(database);
            assertThat(verified.difference()).as("log cut at %d", cut).isEmpty();
            assertThat(verified.pairs()).as("log cut at %d", cut).isEqualTo(complete ? 2 * BATCH : BATCH);
            Stores stores = Stores.over(database);
            stores.intake().recordOutcomes("m", Samples.UNIT, Samples.outcomes("b", BATCH), Samples.NOW);
            assertThat(Verify.run(database).pairs()).isEqualTo(2 * BATCH);
        }
    }

    private static Path log(Path directory) {
        return directory.resolve("plumbline.db-wal");
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String name : new String[] {"plumbline.db", "plumbline.db-wal"}) {
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
